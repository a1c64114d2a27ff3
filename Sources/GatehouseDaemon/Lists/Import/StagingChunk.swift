import GRDB
import GRDBSQLite
import GatehouseModel

/// An import that is being written: its batch and its list, by number.
struct StagedBatch: Sendable {
    var id: Int64
    var list: Int64
}

/// A run of an import file compared with what is there.
struct StagingChunk: Sendable {
    struct Row: Sendable {
        /// Which record of the draft.
        var record: Int
        /// The entry it takes the place of.
        var present: StoredEntry?
    }

    /// What is to be written.
    var rows: [Row] = []
    var added = 0
    var updated = 0
    var unchanged = 0
    var byHand = 0
    var keptOut = 0

    /// Compares a record with the entry that is there. An import that replaces writes it in any case; one that
    /// refreshes leaves an entry of a batch by hand as it is.
    mutating func compare(
        _ number: Int,
        _ draft: ImportDraft,
        _ present: StoredEntry?,
        _ mode: ImportOptions.Mode,
        byHand batches: Set<Int64>
    ) {
        if mode == .refresh, let present, batches.contains(present.batch) {
            byHand += 1
            unchanged += 1
            return
        }
        guard let present else {
            added += 1
            rows.append(Row(record: number, present: nil))
            return
        }
        let given = draft.fields(draft.records[number])
        if present.fields.taking(given) == present.fields {
            unchanged += 1
            if mode == .add { return }
        } else {
            updated += 1
        }
        rows.append(Row(record: number, present: present))
    }
}

/// How many rows to write at once, so that the writer is busy for about two milliseconds and nobody waits longer.
struct StagingPace {
    private(set) var count = 250
    private static let target: Duration = .microseconds(1800)

    mutating func note(_ time: Duration, rows: Int) {
        guard rows * 2 > count else { return }
        let factor = time > .zero ? Self.target / time : 2
        count = min(max(Int(nearest: Double(count) * min(max(factor, 0.25), 1.5)), 50), 4000)
    }
}

/// Writes rows of one batch, by way of SQLite itself: a million of them have to be bound.
struct StagingWriter {
    private let database: Database
    private let batch: StagedBatch
    private let created: Timestamp
    private let statement: Statement

    init(_ database: Database, _ batch: StagedBatch, createdAt created: Timestamp) throws {
        self.database = database
        self.batch = batch
        self.created = created
        statement = try database.cachedStatement(
            sql: "INSERT INTO list_entry"
                + " (list, batch, kind, value, comment, owner, ticket, expires, created, hits, last_hit)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
    }

    func insert(_ draft: ImportDraft, _ row: StagingChunk.Row) throws {
        let record = draft.records[row.record]
        let given = draft.fields(record)
        let fields = row.present?.fields.taking(given) ?? given
        let handle = statement.sqliteStatement
        sqlite3_reset(handle)
        sqlite3_bind_int64(handle, 1, batch.list)
        sqlite3_bind_int64(handle, 2, batch.id)
        sqlite3_bind_int64(handle, 3, Int64(record.kind))
        bind(fields.comment, at: 5)
        bind(fields.owner, at: 6)
        bind(fields.ticket, at: 7)
        bind(fields.expires?.milliseconds, at: 8)
        sqlite3_bind_int64(handle, 9, (row.present?.created ?? created).milliseconds)
        sqlite3_bind_int64(handle, 10, Int64(row.present?.hits ?? 0))
        bind(row.present?.lastHit?.milliseconds, at: 11)
        let code = draft.text.withUnsafeBytes { bytes -> CInt in
            let value = bytes.baseAddress?.advanced(by: Int(record.offset)).assumingMemoryBound(to: CChar.self)
            // Not copied: the text outlives the step, and the binding is taken back after it.
            sqlite3_bind_text(handle, 4, value, CInt(truncatingIfNeeded: record.length), nil)
            defer { sqlite3_bind_null(handle, 4) }
            defer { sqlite3_reset(handle) }
            return sqlite3_step(handle)
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }

    private func bind(_ text: String?, at index: CInt) {
        guard let text else {
            sqlite3_bind_null(statement.sqliteStatement, index)
            return
        }
        // -1 is SQLITE_TRANSIENT: SQLite copies the text.
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(statement.sqliteStatement, index, text, CInt(clamping: text.utf8.count), copy)
    }

    private func bind(_ number: Int64?, at index: CInt) {
        if let number {
            sqlite3_bind_int64(statement.sqliteStatement, index, number)
        } else {
            sqlite3_bind_null(statement.sqliteStatement, index)
        }
    }
}
