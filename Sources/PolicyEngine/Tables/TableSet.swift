import Synchronization

/// The tables that expressions use. Each can be replaced as a whole during calls: readers take a reference and never
/// wait for an import.
package final class TableSet: Sendable {
    private let tables: Mutex<[String: ReferenceTable]>

    package init(_ tables: [String: ReferenceTable] = [:]) { self.tables = Mutex(tables) }

    /// The current rows of a table; nil before its first import.
    package subscript(name: String) -> ReferenceTable? { tables.withLock { $0[name] } }

    /// The current version of all tables, for reading several consistently.
    package var current: [String: ReferenceTable] { tables.withLock { $0 } }

    /// Replaces a table's rows; nil removes the table.
    package func replace(_ name: String, with table: ReferenceTable?) { tables.withLock { $0[name] = table } }

    /// Replaces all tables.
    package func replaceAll(with tables: [String: ReferenceTable]) { self.tables.withLock { $0 = tables } }
}
