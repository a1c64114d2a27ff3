package import GatehouseModel

/// All lists of the policy.
package struct ListLists: ControlRequest {
    package typealias Reply = Page<ListSummary>
    package static let route = Route(.get, "/v1/lists", .viewer, "All lists, in the order they are looked at.")
    package init() {}
}

/// One list.
package struct GetList: ControlRequest {
    package typealias Reply = ListSummary
    package static let route = Route(.get, "/v1/lists/{name}", .viewer, "One list.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// The entries of one list, newest first.
package struct ListEntries: ControlRequest {
    package typealias Reply = Page<ListEntry>
    package static let route = Route(.get, "/v1/lists/{name}/entries", .viewer, "Entries of one list, newest first.")
    package var name: String
    /// Text that the entry contains.
    package var contains: String?
    package var limit: Int?
    package var cursor: String?
    package init(name: String, contains: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.name = name
        self.contains = contains
        self.limit = limit
        self.cursor = cursor
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] {
        pairs(("contains", contains), ("limit", limit.map(String.init)), ("cursor", cursor))
    }
}
