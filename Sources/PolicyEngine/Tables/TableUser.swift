import CEL

/// Somebody who looks into a table.
package struct TableUser: Sendable, Hashable {
    /// A rule's name, or `unless of NAME` for an endpoint.
    package let name: String
    /// The columns that its expressions name, each once, in the order in which they do. One that is computed is not
    /// known.
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
