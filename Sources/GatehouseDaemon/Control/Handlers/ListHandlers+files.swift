import ControlProtocol
import GatehouseModel

extension ListHandlers {
    static let importing = RouteLine.importing(
        ImportEntries.route,
        name: "ImportEntries",
        of: "entries",
        formats: ImportFormat.allCases,
        items: [
            QueryItem(name: "replace", kind: .boolean, summary: "Remove the entries that the file does not have."),
            QueryItem(
                name: "refresh",
                kind: .boolean,
                summary: "Replace what earlier imports brought; what people added or removed by hand stays."
            ),
            QueryItem(
                name: "subdomains",
                kind: .boolean,
                summary: "Read each domain with everything below it: b.example as .b.example."
            ),
        ],
        check: { order, exchange in
            _ = try await summary(order.target, exchange)
            _ = try ImportOptions(order)
        }
    ) { order, exchange, progress in
        try await exchange.services.lists.importEntries(
            into: order.target,
            from: order.body,
            try ImportOptions(order),
            by: exchange.caller.actor,
            progress: progress,
            at: exchange.now
        )
    }

    /// All entries as CSV.
    static let exporting = RouteLine.exporting(ExportEntries.route, name: "ExportEntries") { name, exchange in
        let list = try await summary(name, exchange)
        let pieces = try exchange.services.lists.export(list.name)
        return (list.revision, { writer in for try await piece in pieces { try await writer.write(piece) } })
    }
}

extension ImportOptions {
    fileprivate init(_ order: ImportOrder) throws(Problem) {
        let (replace, refresh) = (try order.parts.flag("replace"), try order.parts.flag("refresh"))
        guard !replace || !refresh else {
            throw Problem(.malformed, "replace and refresh exclude each other", hint: "send one of them")
        }
        self.init(
            format: order.format == .csv ? .csv : .lines,
            mode: refresh ? .refresh : replace ? .replace : .add,
            subdomains: try order.parts.flag("subdomains"),
            dryRun: order.dryRun,
            source: order.source,
            asOf: order.asOf
        )
    }
}
