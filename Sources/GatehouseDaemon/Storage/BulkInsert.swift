import GRDB
import GRDBSQLite

/// A statement that inserts the rows of an import. It calls SQLite directly, because a million rows must be bound.
struct BulkInsert {
    private let database: Database
    private let statement: Statement

    init(_ database: Database, _ statement: Statement) {
        self.database = database
        self.statement = statement
        sqlite3_reset(statement.sqliteStatement)
    }

    /// Binds a whole number or null. Places count from 1.
    func bind(_ number: Int64?, at place: CInt) {
        if let number {
            sqlite3_bind_int64(statement.sqliteStatement, place, number)
        } else {
            sqlite3_bind_null(statement.sqliteStatement, place)
        }
    }

    /// Binds a text or null.
    func bind(_ text: String?, at place: CInt) {
        guard let text = text?.column else {
            sqlite3_bind_null(statement.sqliteStatement, place)
            return
        }
        // -1 is SQLITE_TRANSIENT: SQLite copies the text.
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(statement.sqliteStatement, place, text, CInt(clamping: text.utf8.count), copy)
    }

    /// Inserts one row with the bound values.
    ///
    /// - Parameter text: bytes of a text to bind at `place`. They are not copied, so they must outlive the call; the
    ///   binding is cleared after it.
    /// - Throws: `StorageFailure`, or an error of SQLite.
    func insert(_ text: UnsafeRawBufferPointer, at place: CInt) throws {
        let handle = statement.sqliteStatement
        let bytes = text.baseAddress?.assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(handle, place, bytes, CInt(clamping: text.count), nil)
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        sqlite3_bind_null(handle, place)
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }
}
