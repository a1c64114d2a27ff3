import Synchronization

/// The tables that expressions look into, each replaced as a whole while calls go on. Readers take a reference and
/// never wait for an import.
package final class TableSet: Sendable {
    private let tables: Mutex<[String: ReferenceTable]>

    package init(_ tables: [String: ReferenceTable] = [:]) { self.tables = Mutex(tables) }

    /// The rows of a table as they are now; nil before its first import.
    package subscript(name: String) -> ReferenceTable? { tables.withLock { $0[name] } }

    /// All tables as they are now, for looking into several without waiting in between.
    package var current: [String: ReferenceTable] { tables.withLock { $0 } }

    /// Puts other rows in the place of a table's; nil for none.
    package func replace(_ name: String, with table: ReferenceTable?) { tables.withLock { $0[name] = table } }

    /// Puts other tables in the place of all.
    package func replaceAll(with tables: [String: ReferenceTable]) { self.tables.withLock { $0 = tables } }
}
