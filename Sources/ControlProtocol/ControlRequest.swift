package import GatehouseModel

/// A request of the control protocol: it names its route and its reply, so that neither side can mistake the other.
package protocol ControlRequest: Sendable {
    /// What a successful answer holds.
    associatedtype Reply: Codable & Sendable

    /// The row of the route table this request belongs to.
    static var route: Route { get }

    /// Values for the `{…}` parts of the route's path, in order, not yet percent-encoded.
    var pathValues: [String] { get }
    /// Query items that have a value.
    var query: [(name: String, value: String)] { get }
    /// The JSON body, if the request has one.
    var body: (any Encodable & Sendable)? { get }
    /// The revision the caller has seen, sent as `If-Match: "N"`.
    var ifMatch: Int? { get }
    /// Whether it may take long: the client then asks for lines of progress, the last of which has the reply.
    static var tellsProgress: Bool { get }
}

extension ControlRequest {
    package var pathValues: [String] { [] }
    package var query: [(name: String, value: String)] { [] }
    package var body: (any Encodable & Sendable)? { nil }
    package var ifMatch: Int? { nil }
    package static var tellsProgress: Bool { false }
}

/// A request for a part of a long list, which a filter narrows.
package protocol FilteredRequest: ControlRequest {
    /// In the query language.
    var filter: String? { get }
    /// 1 to 1,000; 100 unless said.
    var limit: Int? { get }
    /// `next` of the part before.
    var cursor: String? { get }
    init(filter: String?, limit: Int?, cursor: String?)
}

extension FilteredRequest {
    package var query: [(name: String, value: String)] {
        pairs(("filter", filter), ("limit", limit.map(String.init)), ("cursor", cursor))
    }
}

/// One line of the route table: what may be asked, and who may ask it.
package struct Route: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable, Codable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH"
    }

    package let method: Method
    /// With `{name}` for variable parts: `/v1/approvals/{id}`.
    package let path: String
    /// The least role that may ask.
    package let role: Role
    /// One sentence for the documentation.
    package let summary: String
    /// Whether it only asks, though it has a body: nothing changes, so it needs no `Idempotency-Key`.
    package let isQuestion: Bool

    package init(_ method: Method, _ path: String, _ role: Role, _ summary: String, isQuestion: Bool = false) {
        self.method = method
        self.path = path
        self.role = role
        self.summary = summary
        self.isQuestion = isQuestion
    }

    /// Whether it may change something.
    package var changes: Bool { method != .get && !isQuestion }
}

/// A part of a long list. `next` asks for the following part; nil at the end.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package var next: String?

    package init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// The answer to a change that has nothing else to say.
package struct Done: Codable, Sendable {
    package init() {}
}
