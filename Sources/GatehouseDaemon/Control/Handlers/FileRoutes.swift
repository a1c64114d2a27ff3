import ControlProtocol
import GatehouseModel

/// The parameters of an import, whatever its target.
struct ImportOrder: Sendable {
    /// The name of the list or table.
    var target: String
    var format: ImportFormat
    var body: ByteStream
    var source: String
    var asOf: Timestamp?
    var dryRun: Bool
    /// The parameters that only one kind of import accepts.
    var parts: RequestParts<NoBody>
}

extension RouteLine {
    /// Accepts a file and answers with lines of progress, the last of which contains the report or the problem.
    ///
    /// Disconnecting before the report cancels the import; then nothing is changed.
    ///
    /// - Parameters:
    ///   - things: what the file contains, for the description: `entries`.
    ///   - items: the query items that only this import accepts.
    ///   - check: refuses an invalid import before the file is read.
    static func importing<Report: Codable & Sendable>(
        _ route: Route,
        name: String,
        of things: String,
        formats: [ImportFormat],
        items: [QueryItem],
        check: @escaping @Sendable (ImportOrder, Exchange) async throws -> Void,
        _ work:
            @escaping @Sendable (ImportOrder, Exchange, @escaping @Sendable (Int) -> Void) async throws -> Report
    ) -> RouteLine {
        let source = QueryItem(
            name: "source",
            summary: "What to remember as the \(things)' source; `import` unless said."
        )
        return .stream(
            route,
            name: name,
            items: [source, .asOf] + items + [.dryRun],
            mediaTypes: formats.map(\.rawValue),
            replyType: ProgressMedia.type,
            replySchema: (try? SchemaProbe.schema(of: ProgressLine<Report>.self)) ?? .any
        ) { incoming, exchange in
            let order = try ImportOrder(incoming, formats)
            try await check(order, exchange)
            return ProgressAnswer.answer { progress in try await work(order, exchange, progress) }
        }
    }

    /// Exports everything in one object as CSV.
    ///
    /// - Parameter find: returns the object's revision and a closure that writes the file in pieces.
    static func exporting(
        _ route: Route,
        name: String,
        _ find:
            @escaping @Sendable (String, Exchange) async throws -> (
                revision: Int, write: @Sendable (inout any AnswerWriter) async throws -> Void
            )
    ) -> RouteLine {
        .stream(route, name: name, replyType: "text/csv", replySchema: .string(format: nil)) { incoming, exchange in
            let (revision, write) = try await find(incoming.path[0], exchange)
            return ControlAnswer(
                status: 200,
                headers: ["content-type": "text/csv; charset=utf-8; header=present", "etag": "\"\(revision)\""],
                body: .stream(write)
            )
        }
    }
}

extension ImportOrder {
    fileprivate init(_ incoming: RouteLine.Incoming, _ formats: [ImportFormat]) throws(Problem) {
        let media = incoming.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        let format = ImportFormat(rawValue: media.trimmedWhiteSpace.lowercased())
        guard let format, formats.contains(format) else {
            throw Problem(
                .unsupportedMediaType,
                "a file of \(media.isEmpty ? "no media type" : media) cannot be imported",
                hint: "send Content-Type: " + formats.map(\.explained).joined(separator: ", or ")
            )
        }
        let parts = RequestParts(path: incoming.path, query: incoming.query, body: NoBody(), ifMatch: nil)
        self.init(
            target: incoming.path[0],
            format: format,
            body: incoming.body,
            source: parts.text("source") ?? "",
            asOf: try parts.moment("as_of"),
            dryRun: try parts.flag("dry_run"),
            parts: parts
        )
    }
}

extension ImportFormat {
    fileprivate var explained: String {
        switch self {
        case .plain: "text/plain for one entry a line"
        case .csv: "text/csv"
        }
    }
}
