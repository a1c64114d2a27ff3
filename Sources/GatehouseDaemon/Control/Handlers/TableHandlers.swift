import ControlProtocol
import GatehouseModel

/// Tables of reference data.
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

    @Sendable static func undo(_ request: UndoTableImport, _ exchange: Exchange) async throws -> TableSummary {
        try await exchange.services.tables.undo(
            request.name,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    /// The table that an `If-Match` speaks of.
    @Sendable static func current(
        _ request: UndoTableImport,
        _ exchange: Exchange
    ) async throws -> any Tagged & Encodable {
        try exchange.services.tables.summary(request.name)
    }

    /// Takes a CSV file and answers with lines of progress, the last of which has the report or the problem.
    ///
    /// Hanging up before the report cancels the import; then nothing was changed.
    static let importing = RouteLine.stream(
        ImportRows.route,
        name: "ImportRows",
        items: [
            QueryItem(name: "source", summary: "What to remember as the rows' source; `import` unless said."),
            .asOf,
            QueryItem(name: "dry_run", kind: .boolean, summary: "Only say what would happen."),
        ],
        mediaTypes: [ImportFormat.csv.rawValue],
        replyType: "application/x-ndjson",
        replySchema: (try? SchemaProbe.schema(of: TableImportProgress.self)) ?? .any
    ) { incoming, exchange in
        let options = try options(from: incoming)
        let name = try exchange.services.tables.summary(incoming.path[0]).name
        return ControlAnswer(
            status: 200,
            headers: ["content-type": "application/x-ndjson"],
            body: .stream { writer in
                try await ImportAnswer.run(to: &writer) { progress in
                    let report = try await exchange.services.tables.importRows(
                        into: name,
                        from: incoming.body,
                        options,
                        by: exchange.caller.actor,
                        progress: progress,
                        at: exchange.now
                    )
                    return TableImportProgress(lines: report.lines, report: report)
                }
            }
        )
    }

    /// All rows as CSV.
    static let exporting = RouteLine.stream(
        ExportRows.route,
        name: "ExportRows",
        replyType: "text/csv",
        replySchema: .string(format: nil)
    ) { incoming, exchange in
        let table = try exchange.services.tables.summary(incoming.path[0])
        let pieces = try exchange.services.tables.export(table.name)
        return ControlAnswer(
            status: 200,
            headers: ["content-type": "text/csv; charset=utf-8; header=present", "etag": "\"\(table.revision)\""],
            body: .stream { writer in
                for piece in pieces { try await writer.write(piece) }
            }
        )
    }

    private static func options(from incoming: RouteLine.Incoming) throws(Problem) -> TableBook.Options {
        let media = incoming.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        guard media.trimmedWhiteSpace.lowercased() == ImportFormat.csv.rawValue else {
            throw Problem(
                .unsupportedMediaType,
                "a file of \(media.isEmpty ? "no media type" : media) cannot be imported",
                hint: "send Content-Type: text/csv"
            )
        }
        let parts = RequestParts(path: incoming.path, query: incoming.query, body: NoBody(), ifMatch: nil)
        return TableBook.Options(
            dryRun: try parts.flag("dry_run"),
            source: parts.text("source") ?? "",
            asOf: try parts.moment("as_of")
        )
    }
}
