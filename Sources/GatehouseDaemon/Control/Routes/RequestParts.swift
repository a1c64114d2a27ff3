import ControlProtocol
import GatehouseModel

/// The parts of a request, checked against what its route accepts.
struct RequestParts<Body: Decodable & Sendable>: Sendable {
    /// The values of the `{…}` parts of the route's path, in order.
    let path: [String]
    private let query: [String: String]
    let body: Body
    /// From `If-Match: "N"`.
    let ifMatch: Int?

    init(path: [String], query: [String: String], body: Body, ifMatch: Int?) {
        self.path = path
        self.query = query
        self.body = body
        self.ifMatch = ifMatch
    }

    /// A text; an empty one counts as absent.
    func text(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(Problem) -> String {
        guard let text = text(name) else { throw Problem(.malformed, "the query item \"\(name)\" is missing") }
        return text
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = query[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .malformed,
                "the query item \"\(name)\" must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    func flag(_ name: String) throws(Problem) -> Bool {
        switch query[name] {
        case nil, "false": return false
        case "true": return true
        case .some: throw Problem(.malformed, "the query item \"\(name)\" must be true or false")
        }
    }

    func moment(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = query[name] else { return nil }
        guard let time = Timestamp(text) else {
            throw Problem(.malformed, "the query item \"\(name)\" is no time; write 2026-12-31 or 2026-12-31T12:00:00Z")
        }
        return time
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Word.Type) throws(Problem) -> Word?
    {
        guard let text = query[name] else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(.malformed, "the query item \"\(name)\" must be one of: \(words)")
    }
}

/// The body of a request without one.
struct NoBody: Codable, Sendable {}

/// A query item that a route accepts.
struct QueryItem: Sendable, Hashable {
    enum Kind: String, Sendable { case string, integer, boolean }

    var name: String
    var kind: Kind = .string
    var isRequired = false
    var summary: String
    /// The allowed values; nil for any.
    var words: [String]?
    /// The range of a number; nil for any.
    var range: ClosedRange<Int>?

    static let limit = QueryItem(name: "limit", kind: .integer, summary: "How many; default: 100.", range: 1...1000)
    static let cursor = QueryItem(name: "cursor", summary: "`next` of the page before, with the same other items.")
    static let asOf = QueryItem(name: "as_of", summary: "When the source says its data is from: 2026-12-31.")
    static let dryRun = QueryItem(name: "dry_run", kind: .boolean, summary: "Only say what would happen.")
    static let force = QueryItem(
        name: "force",
        kind: .boolean,
        summary: "Also where a column goes that a rule or an `unless` names; audited."
    )
    static let filter = QueryItem(name: "filter", summary: "In the query language, at most 1,024 bytes.")
}

/// A request that the daemon can decode: the counterpart of `ControlRequest`'s encoding.
protocol ServedRequest: ControlRequest where Reply: Maskable {
    associatedtype Body: Decodable & Sendable = NoBody
    /// Whether its handler uses `If-Match`.
    static var seen: SeenRevision { get }
    /// The query items it accepts; any other is refused.
    static var items: [QueryItem] { get }
    init(_ parts: RequestParts<Body>) throws
}

extension ServedRequest {
    static var items: [QueryItem] { [] }
    static var seen: SeenRevision { .ignored }
}

extension ServedRequest where Self: FilteredRequest, Body == NoBody {
    static var items: [QueryItem] { [.filter, .limit, .cursor] }

    init(_ parts: RequestParts<NoBody>) throws {
        self.init(
            filter: parts.text("filter"),
            limit: try parts.integer("limit", 1...1000),
            cursor: parts.text("cursor")
        )
    }
}

/// Whether a request's handler checks the revision that the caller has seen, sent as `If-Match`.
enum SeenRevision: Sendable { case ignored, optional, required }
