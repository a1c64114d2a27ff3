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
            QueryItem(name: "replace", kind: .boolean, summary: "Remove the entries that the file does not have."),
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
                try await run(into: list, options, from: incoming.body, exchange, to: &writer)
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
        return ImportOptions(
            format: format,
            replace: try parts.flag("replace"),
            dryRun: try parts.flag("dry_run"),
            source: parts.text("source") ?? ""
        )
    }

    /// What an import tells while it runs: lines read, and last how it ended.
    private enum News: Sendable {
        case lines(Int)
        case ended(ImportProgress)
    }

    /// Runs the import beside the writing of its progress; a caller who does not read slows only the progress.
    private static func run(
        into list: String,
        _ options: ImportOptions,
        from body: ByteStream,
        _ exchange: Exchange,
        to writer: inout any AnswerWriter
    ) async throws {
        try await withThrowingTaskGroup { group in
            let (news, teller) = AsyncStream.makeStream(of: News.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                defer { teller.finish() }
                teller.yield(
                    .ended(try await end(of: list, options, from: body, exchange) { teller.yield(.lines($0)) })
                )
            }
            for await item in news {
                switch item {
                case .lines(let count): try await writer.write(try line(ImportProgress(lines: count)))
                case .ended(let last): try await writer.write(try line(last))
                }
            }
            try await group.waitForAll()
        }
    }

    private static func end(
        of list: String,
        _ options: ImportOptions,
        from body: ByteStream,
        _ exchange: Exchange,
        progress: @Sendable (Int) -> Void
    ) async throws -> ImportProgress {
        do {
            let report = try await exchange.services.lists.importEntries(
                into: list,
                from: body,
                options,
                by: exchange.caller.actor,
                progress: progress,
                at: exchange.now
            )
            return ImportProgress(lines: report.lines, report: report)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ImportProgress(lines: 0, problem: Problem(answering: error))
        }
    }

    private static func line(_ progress: ImportProgress) throws -> [UInt8] {
        Array(try ControlJSON.encoder().encode(progress)) + [UInt8(ascii: "\n")]
    }
}
