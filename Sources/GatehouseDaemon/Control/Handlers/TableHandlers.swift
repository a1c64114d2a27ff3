import ControlProtocol
import GatehouseModel

/// Handlers for tables of reference data.
enum TableHandlers {
    @Sendable static func tables(_ request: ListTables, _ exchange: Exchange) async throws -> Page<TableSummary> {
        Page(items: exchange.services.tables.summaries())
    }

    @Sendable static func table(_ request: GetTable, _ exchange: Exchange) async throws -> TableSummary {
        try exchange.services.tables.summary(request.name)
    }

    @Sendable static func row(_ request: LookUpRow, _ exchange: Exchange) async throws -> TableRow {
        try exchange.services.tables.row(request.key, in: request.name)
    }

    @Sendable static func undo(
        _ request: UndoTableImport,
        _ exchange: Exchange,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws -> TableSummary {
        try await exchange.services.tables.undo(
            request.name,
            force: request.force,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            progress: progress,
            at: exchange.now
        )
    }

    /// The table that an `If-Match` refers to.
    @Sendable static func current(
        _ request: UndoTableImport,
        _ exchange: Exchange
    ) async throws -> any Tagged & Encodable {
        try exchange.services.tables.summary(request.name)
    }

    static let importing = RouteLine.importing(
        ImportRows.route,
        name: "ImportRows",
        of: "rows",
        formats: [.csv],
        items: [.force],
        check: { order, exchange in
            _ = try exchange.services.tables.summary(order.target)
            _ = try TableBook.Options(order)
        }
    ) { order, exchange, progress in
        try await exchange.services.tables.importRows(
            into: order.target,
            from: order.body,
            try TableBook.Options(order),
            by: exchange.caller.actor,
            progress: progress,
            at: exchange.now
        )
    }

    /// All rows as CSV.
    static let exporting = RouteLine.exporting(ExportRows.route, name: "ExportRows") { name, exchange in
        let table = try exchange.services.tables.summary(name)
        let pieces = try exchange.services.tables.export(table.name)
        return (table.revision, { writer in for piece in pieces { try await writer.write(piece) } })
    }
}

extension TableBook.Options {
    fileprivate init(_ order: ImportOrder) throws(Problem) {
        self.init(
            dryRun: order.dryRun,
            source: order.source,
            asOf: order.asOf,
            force: try order.parts.flag("force")
        )
    }
}
