package import GatehouseModel

/// The journal, newest first.
package struct ListCalls: FilteredRequest {
    package typealias Reply = Page<CallSummary>
    package static let route = Route(.get, "/v1/calls", .viewer, "The journal's calls, newest first.")

    /// In the query language.
    package var filter: String?
    /// 1 to 1,000; by default 100.
    package var limit: Int?
    package var cursor: String?

    package init(filter: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}

/// One call with its trace.
package struct GetCall: ControlRequest {
    package typealias Reply = CallDetail
    package static let route = Route(.get, "/v1/calls/{id}", .viewer, "One call by id or code, with its trace.")
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// The calls of one person: all calls with the same address as a given call, ignoring case; newest first.
package struct FollowPerson: ControlRequest {
    package typealias Reply = Page<CallSummary>
    package static let route = Route(
        .get,
        "/v1/calls/{id}/person",
        .approver,
        "The calls of the person of one call, inbound and outbound, newest first."
    )
    package var id: String
    /// 1 to 1,000; by default 100.
    package var limit: Int?
    package init(id: String, limit: Int? = nil) {
        self.id = id
        self.limit = limit
    }
    package var pathValues: [String] { [id] }
    package var query: [(name: String, value: String)] { pairs(("limit", limit.map(String.init))) }
}

/// The bodies of one call. Audited.
package struct RevealCall: ControlRequest {
    package typealias Reply = CallBodies
    package static let route = Route(
        .post,
        "/v1/calls/{id}/reveal",
        .approver,
        "The exact bodies of one call. Writes an audit record."
    )

    /// The body.
    package struct Body: Codable, Sendable {
        /// The reason, for the audit log.
        package var reason: String?
    }

    package var id: String
    package var reason: String?
    package init(id: String, reason: String? = nil) {
        self.id = id
        self.reason = reason
    }
    package var pathValues: [String] { [id] }
    package var body: (any Encodable & Sendable)? { Body(reason: reason) }
}

/// The items that are not nil.
func pairs(_ items: (name: String, value: String?)...) -> [(name: String, value: String)] {
    items.compactMap { item in item.value.map { (item.name, $0) } }
}
