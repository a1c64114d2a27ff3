package import GatehouseModel

/// All tables of reference data.
package struct ListTables: ControlRequest {
    package typealias Reply = Page<TableSummary>
    package static let route = Route(.get, "/v1/tables", .viewer, "All tables of reference data.")
    package init() {}
}

/// One table.
package struct GetTable: ControlRequest {
    package typealias Reply = TableSummary
    package static let route = Route(.get, "/v1/tables/{name}", .viewer, "One table of reference data.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// One row of a table.
package struct LookUpRow: ControlRequest {
    package typealias Reply = TableRow
    package static let route = Route(.get, "/v1/tables/{name}/rows", .approver, "The row with a key.")
    package var name: String
    package var key: String
    package init(name: String, key: String) {
        self.name = name
        self.key = key
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] { [("key", key)] }
}

/// A table of reference data, whose rows expressions look up by key.
package struct TableSummary: Codable, Sendable, Hashable, Identifiable {
    package var id: String { name }
    package var name: String
    /// The column that rows are looked up by.
    package var key: String
    /// All columns, the key among them; empty before the first import.
    package var columns: [String]
    package var rows: Int
    /// The file of the newest import.
    package var source: String?
    package var updated: Timestamp?
    /// Grows with each import.
    package var revision: Int
    /// Rules that look into it.
    package var usedBy: [String]

    package init(
        name: String,
        key: String,
        columns: [String] = [],
        rows: Int = 0,
        source: String? = nil,
        updated: Timestamp? = nil,
        revision: Int = 0,
        usedBy: [String] = []
    ) {
        self.name = name
        self.key = key
        self.columns = columns
        self.rows = rows
        self.source = source
        self.updated = updated
        self.revision = revision
        self.usedBy = usedBy
    }
}

/// One row, or the word that there is none.
package struct TableRow: Codable, Sendable, Hashable {
    package var key: String
    /// Nil when no row has the key.
    package var values: [String: String]?

    package init(key: String, values: [String: String]?) {
        self.key = key
        self.values = values
    }
}
