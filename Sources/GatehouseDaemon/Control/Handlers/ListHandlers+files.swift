import ControlProtocol
import Foundation
import GatehouseModel

extension ListHandlers {
    /// The largest file taken, bytes.
    static let importLimit = 128 << 20

    /// Takes a file and answers with lines of progress, the last of which has the report or the problem.
    ///
    /// Hanging up before the report cancels the import; then nothing was changed.
    static let importing = RouteLine.stream(
        ImportEntries.route,
        name: "ImportEntries",
        items: [
            QueryItem(name: "source", summary: "What to remember as the entries' source; `by hand` unless said."),
            QueryItem(name: "replace", kind: .boolean, summary: "Remove the entries that the file does not have."),
            QueryItem(name: "dry_run", kind: .boolean, summary: "Only say what would happen."),
        ],
        mediaTypes: ImportFormat.allCases.map(\.rawValue),
        replyType: "application/x-ndjson",
        replySchema: (try? SchemaProbe.schema(of: ImportProgress.self)) ?? .any
    ) { incoming, exchange in
        let order = try order(from: incoming)
        _ = try await summary(order.list, exchange)
        let type = ["content-type": "application/x-ndjson"]
        return ControlAnswer(
            status: 200,
            headers: type,
            body: .stream { writer in
                let last = try await report(of: order, from: bounded(incoming.body), exchange, to: &writer)
                try await writer.write(try line(last))
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
        let pieces = try await exchange.services.lists.export(list.name)
        return ControlAnswer(
            status: 200,
            headers: ["content-type": "text/csv; charset=utf-8; header=present", "etag": "\"\(list.revision)\""],
            body: .stream { writer in
                for try await piece in pieces { try await writer.write(piece) }
            }
        )
    }

    private static func order(from incoming: RouteLine.Incoming) throws(Problem) -> ImportOrder {
        let media = incoming.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        guard let format = ImportFormat(rawValue: media.trimmedWhiteSpace.lowercased()) else {
            throw Problem(
                .unsupportedMediaType,
                "a file of \(media.isEmpty ? "no media type" : media) cannot be imported",
                hint: "send Content-Type: text/plain for one entry a line, or text/csv"
            )
        }
        let parts = RequestParts(path: incoming.path, query: incoming.query, body: NoBody(), ifMatch: nil)
        return ImportOrder(
            list: incoming.path[0],
            format: format,
            source: String((parts.text("source") ?? "by hand").prefix(200)),
            replace: try parts.flag("replace"),
            dryRun: try parts.flag("dry_run")
        )
    }

    private static func report(
        of order: ImportOrder,
        from body: ByteStream,
        _ exchange: Exchange,
        to writer: inout any AnswerWriter
    ) async throws -> ImportProgress {
        var lines = 0
        do {
            let report = try await exchange.services.lists.importEntries(
                order,
                from: body,
                by: exchange.caller.actor,
                at: exchange.now
            ) { count in
                lines = count
                try await writer.write(try line(ImportProgress(lines: count)))
            }
            return ImportProgress(lines: report.lines, report: report)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ImportProgress(lines: lines, problem: Problem(answering: error))
        }
    }

    private static func line(_ progress: ImportProgress) throws -> [UInt8] {
        Array(try ControlJSON.encoder().encode(progress)) + [UInt8(ascii: "\n")]
    }

    /// The body, refused where it goes over the limit.
    private static func bounded(_ body: ByteStream) -> ByteStream {
        ByteStream(BoundedBody(body: body, limit: importLimit))
    }
}

private struct BoundedBody: AsyncSequence, Sendable {
    let body: ByteStream
    let limit: Int

    func makeAsyncIterator() -> Iterator { Iterator(base: body.makeAsyncIterator(), limit: limit, rest: limit) }

    struct Iterator: AsyncIteratorProtocol {
        var base: ByteStream.Iterator
        let limit: Int
        var rest: Int

        mutating func next() async throws -> [UInt8]? {
            guard let piece = try await base.next() else { return nil }
            rest -= piece.count
            guard rest >= 0 else { throw Problem(.tooLarge, "the file has more than \(limit) bytes; split it") }
            return piece
        }

        mutating func next(isolation actor: isolated (any _Concurrency.Actor)?) async throws -> [UInt8]? {
            try await next()
        }
    }
}
