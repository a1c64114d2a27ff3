package import GatehouseModel

/// A request of the control protocol. It names its route and its reply type, so that client and daemon always agree.
package protocol ControlRequest: Sendable {
    /// The content of a successful reply.
    associatedtype Reply: Codable & Sendable

    /// The request's row of the route table.
    static var route: Route { get }

    /// Values for the `{…}` parts of the route's path, in order, not yet percent-encoded.
    var pathValues: [String] { get }
    /// Query items that have a value.
    var query: [(name: String, value: String)] { get }
    /// The JSON body, if the request has one.
    var body: (any Encodable & Sendable)? { get }
    /// The revision the caller has seen, sent as `If-Match: "N"`.
    var ifMatch: Int? { get }
    /// Whether the request may take long. The client then asks for progress lines, the last of which has the reply.
    static var tellsProgress: Bool { get }
}

extension ControlRequest {
    package var pathValues: [String] { [] }
    package var query: [(name: String, value: String)] { [] }
    package var body: (any Encodable & Sendable)? { nil }
    package var ifMatch: Int? { nil }
    package static var tellsProgress: Bool { false }
}

/// A request for a page of a long list, optionally filtered.
package protocol FilteredRequest: ControlRequest {
    /// The filter, in the query language.
    var filter: String? { get }
    /// 1 to 1,000; by default 100.
    var limit: Int? { get }
    /// `next` of the previous page.
    var cursor: String? { get }
    init(filter: String?, limit: Int?, cursor: String?)
}

extension FilteredRequest {
    package var query: [(name: String, value: String)] {
        pairs(("filter", filter), ("limit", limit.map(String.init)), ("cursor", cursor))
    }
}

/// One row of the route table: a request and the role it needs.
package struct Route: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable, Codable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH"
    }

    package let method: Method
    /// With `{name}` for variable parts: `/v1/approvals/{id}`.
    package let path: String
    /// The minimum role.
    package let role: Role
    /// One sentence for the documentation.
    package let summary: String
    /// Whether the request only reads, although it has a body, so that it needs no `Idempotency-Key`.
    package let isQuestion: Bool

    package init(_ method: Method, _ path: String, _ role: Role, _ summary: String, isQuestion: Bool = false) {
        self.method = method
        self.path = path
        self.role = role
        self.summary = summary
        self.isQuestion = isQuestion
    }

    /// Whether the request may change something.
    package var changes: Bool { method != .get && !isQuestion }
}

/// A page of a long list. `next` is the cursor of the next page; nil at the end.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package var next: String?

    package init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// The reply to a change that returns nothing else.
package struct Done: Codable, Sendable {
    package init() {}
}
