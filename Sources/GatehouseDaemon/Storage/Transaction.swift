import GRDB
import GRDBSQLite
import GatehouseModel

/// An open transaction: all that the parts of the daemon know of a database. Valid only inside the closure that gets it.
///
/// A statement is prepared once for each connection and kept, so its text must be one of few. Texts that depend on what
/// people type go through `rows(once:)`.
struct Transaction {
    private let database: Database
    private let outbox: Outbox?

    /// - Parameter outbox: takes the events; nil for a snapshot, which changes nothing.
    init(_ database: Database, _ outbox: Outbox? = nil) {
        self.database = database
        self.outbox = outbox
    }

    /// How conditions for this database are written.
    var style: SQLStyle { .sqlite }

    /// The time of the writer's clock.
    var now: Timestamp { .now }

    /// Tells subscribers of an event once the transaction is on stable storage. They hear nothing if it fails.
    func publish(_ event: Event.Body) { outbox?.events.append(event) }

    /// The number of rows that the last statement changed.
    var changedRows: Int { database.changesCount }

    /// Runs one statement.
    ///
    /// - Throws: `StorageFailure`, or an error of SQLite, for example for a constraint.
    func execute(_ sql: String, _ values: StoredValues = []) throws {
        try prepared(sql).execute(arguments: Self.arguments(values))
    }

    /// Runs `body` for each row of a result.
    ///
    /// - Throws: errors of `body` and the store.
    func forEach(
        _ sql: String,
        _ values: StoredValues = [],
        _ body: (borrowing StoredRow) throws -> Void
    ) throws {
        try Self.run(try prepared(sql), values) { row in
            try body(row)
            return true
        }
    }

    /// Reads all rows of a result.
    func rows<Value>(
        _ sql: String,
        _ values: StoredValues = [],
        _ read: (borrowing StoredRow) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try forEach(sql, values) { found.append(try read($0)) }
        return found
    }

    /// Reads all rows of a statement that is not kept: one with a filter or a list of values in it.
    func rows<Value>(
        once sql: String,
        _ values: StoredValues = [],
        _ read: (borrowing StoredRow) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try Self.run(try database.makeStatement(sql: sql), values) { row in
            found.append(try read(row))
            return true
        }
        return found
    }

    /// Reads the first row of a result; nil if there is none.
    func first<Value>(
        _ sql: String,
        _ values: StoredValues = [],
        _ read: (borrowing StoredRow) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try Self.run(try prepared(sql), values) { row in
            found = try read(row)
            return false
        }
        return found
    }

    /// The first column of the first row; nil if there is no row or it holds null.
    func value<Value: StoredColumn>(_ sql: String, _ values: StoredValues = []) throws -> Value? {
        try first(sql, values) { row -> Value? in try row[0] } ?? nil
    }

    /// The first column of all rows.
    func column<Value: StoredColumn>(_ sql: String, _ values: StoredValues = []) throws -> [Value] {
        try rows(sql, values) { try $0[0] }
    }

    /// Inserts a row with a statement that returns its number.
    ///
    /// - Throws: `StorageFailure.damaged` if it returns none.
    func inserted(_ sql: String, _ values: StoredValues) throws -> Int64 {
        guard let number: Int64 = try value(sql, values) else {
            throw StorageFailure.damaged("an inserted row has no number")
        }
        return number
    }

    /// Whether there is any row.
    func exists(_ sql: String, _ values: StoredValues = []) throws -> Bool {
        try first(sql, values) { _ in true } ?? false
    }

    /// Whether the file has a table of this name.
    func hasTable(_ name: String) throws -> Bool {
        try exists("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [name])
    }

    /// A statement for many rows of an import.
    func bulkInsert(_ sql: String) throws -> BulkInsert { BulkInsert(database, try database.cachedStatement(sql: sql)) }

    /// The kept statement of this text. One whose rows are being read right now is left alone.
    private func prepared(_ sql: String) throws -> Statement {
        let statement = try database.cachedStatement(sql: sql)
        return sqlite3_stmt_busy(statement.sqliteStatement) == 0 ? statement : try database.makeStatement(sql: sql)
    }

    private static func arguments(_ values: StoredValues) -> StatementArguments {
        StatementArguments(values.all.map(\.databaseValue))
    }

    /// - Parameter body: returns whether to go on with the next row.
    private static func run(
        _ statement: Statement,
        _ values: StoredValues,
        _ body: (borrowing StoredRow) throws -> Bool
    ) throws {
        let rows = try Row.fetchCursor(statement, arguments: arguments(values))
        // The end of the cursor resets the statement, so it must outlive the row.
        try withExtendedLifetime(rows) {
            let row = StoredRow(statement.sqliteStatement)
            while try rows.next() != nil {
                guard try body(row) else { return }
            }
        }
    }
}

/// The events of a transaction that is not committed yet.
final class Outbox {
    var events: [Event.Body] = []
}
