import ControlProtocol
import Foundation
import GatehouseModel

extension ListHandlers {
    /// Takes a file and answers with lines of progress, the last of which has the report or the problem.
    ///
    /// Hanging up before the report cancels the import; then nothing was changed.
    static let importing = RouteLine.stream(
        ImportEntries.route,
        name: "ImportEntries",
        items: [
            QueryItem(name: "source", summary: "What to remember as the entries' source; `import` unless said."),
            .asOf,
            QueryItem(name: "replace", kind: .boolean, summary: "Remove the entries that the file does not have."),
            QueryItem(
                name: "refresh",
                kind: .boolean,
                summary: "Replace what earlier imports brought; what people added or removed by hand stays."
            ),
            QueryItem(name: "dry_run", kind: .boolean, summary: "Only say what would happen."),
        ],
        mediaTypes: ImportFormat.allCases.map(\.rawValue),
        replyType: "application/x-ndjson",
        replySchema: (try? SchemaProbe.schema(of: ImportProgress.self)) ?? .any
    ) { incoming, exchange in
        let options = try options(from: incoming)
        let list = try await summary(incoming.path[0], exchange).name
        return ControlAnswer(
            status: 200,
            headers: ["content-type": "application/x-ndjson"],
            body: .stream { writer in
                try await ImportAnswer.run(to: &writer) { progress in
                    let report = try await exchange.services.lists.importEntries(
                        into: list,
                        from: incoming.body,
                        options,
                        by: exchange.caller.actor,
                        progress: progress,
                        at: exchange.now
                    )
                    return ImportProgress(lines: report.lines, report: report)
                }
            }
        )
    }

    /// All entries as CSV.
    static let exporting = RouteLine.stream(
        ExportEntries.route,
        name: "ExportEntries",
        replyType: "text/csv",
        replySchema: .string(format: nil)
    ) { incoming, exchange in
        let list = try await summary(incoming.path[0], exchange)
        let pieces = try exchange.services.lists.export(list.name)
        return ControlAnswer(
            status: 200,
            headers: ["content-type": "text/csv; charset=utf-8; header=present", "etag": "\"\(list.revision)\""],
            body: .stream { writer in
                for try await piece in pieces { try await writer.write(piece) }
            }
        )
    }

    private static func options(from incoming: RouteLine.Incoming) throws(Problem) -> ImportOptions {
        let media = incoming.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        let format: ImportOptions.Format
        switch ImportFormat(rawValue: media.trimmedWhiteSpace.lowercased()) {
        case .plain: format = .lines
        case .csv: format = .csv
        case nil:
            throw Problem(
                .unsupportedMediaType,
                "a file of \(media.isEmpty ? "no media type" : media) cannot be imported",
                hint: "send Content-Type: text/plain for one entry a line, or text/csv"
            )
        }
        let parts = RequestParts(path: incoming.path, query: incoming.query, body: NoBody(), ifMatch: nil)
        let (replace, refresh) = (try parts.flag("replace"), try parts.flag("refresh"))
        guard !replace || !refresh else {
            throw Problem(.malformed, "replace and refresh exclude each other", hint: "send one of them")
        }
        return ImportOptions(
            format: format,
            mode: refresh ? .refresh : replace ? .replace : .add,
            dryRun: try parts.flag("dry_run"),
            source: parts.text("source") ?? "",
            asOf: try parts.moment("as_of")
        )
    }
}
