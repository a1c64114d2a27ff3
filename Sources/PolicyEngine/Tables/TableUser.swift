import CEL

/// A rule or endpoint that uses a table.
package struct TableUser: Sendable, Hashable {
    /// A rule's name, or `unless of NAME` for an endpoint.
    package let name: String
    /// The distinct columns that its expressions name, in order of appearance. Computed column names are not known.
    package let columns: [String]

    package init(name: String, columns: [String]) {
        self.name = name
        self.columns = columns
    }

    init(_ name: String, of table: String, _ programs: [Program]) {
        var columns: [String] = []
        for use in programs.flatMap({ Lookup.uses(in: $0.expression) }) where use.table == table {
            if let column = use.column, !columns.contains(column) { columns.append(column) }
        }
        self.init(name: name, columns: columns)
    }
}
