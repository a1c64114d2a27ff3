internal import GRDB
internal import GRDBSQLite

/// One execution of a cached INSERT, bound value by value. Takes half the time of GRDB's arguments, which matters for
/// the few statements that run for every call.
struct RowInsert {
    private let db: Database
    private let statement: SQLiteStatement
    private var index: Int32 = 0
    private var code = SQLITE_OK

    /// Tells SQLite to copy the value, because it may not outlive its binding (sqlite.org/c3ref/c_static.html).
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    init(_ sql: String, _ db: Database) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(statement)
    }

    mutating func bind(_ value: Int64?) {
        index += 1
        guard let value else { return note(sqlite3_bind_null(statement, index)) }
        note(sqlite3_bind_int64(statement, index, value))
    }

    mutating func bind(_ value: String?) {
        index += 1
        guard var value else { return note(sqlite3_bind_null(statement, index)) }
        let (statement, index) = (statement, index)
        note(
            value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty text may have a null pointer, which would bind NULL.
                    characters.isEmpty
                        ? sqlite3_bind_text(statement, index, "", 0, Self.transient)
                        : sqlite3_bind_text(
                            statement,
                            index,
                            characters.baseAddress,
                            Int32(clamping: characters.count),
                            Self.transient
                        )
                }
            }
        )
    }

    mutating func bind(_ value: NameValue?) {
        switch value {
        case .id(let id): bind(id)
        case .text(let text): bind(text)
        case nil: bind(nil as Int64?)
        }
    }

    mutating func bind(_ bytes: UnsafeRawBufferPointer) {
        index += 1
        guard let address = bytes.baseAddress, !bytes.isEmpty else {
            return note(sqlite3_bind_zeroblob(statement, index, 0))
        }
        note(sqlite3_bind_blob64(statement, index, address, sqlite3_uint64(bytes.count), Self.transient))
    }

    /// Inserts the row.
    ///
    /// - Throws: `DatabaseError`.
    func execute() throws {
        let result = code == SQLITE_OK ? sqlite3_step(statement) : code
        let message = result == SQLITE_DONE ? nil : db.lastErrorMessage
        sqlite3_reset(statement)
        guard result == SQLITE_DONE else {
            throw DatabaseError(resultCode: .init(rawValue: result), message: message)
        }
    }

    private mutating func note(_ result: Int32) {
        if code == SQLITE_OK { code = result }
    }
}
