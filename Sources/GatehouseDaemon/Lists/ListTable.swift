import GRDB
import GatehouseModel

/// The rows of one list within an open transaction.
struct ListTable {
    let database: Database
    /// The list's number.
    let id: Int64

    /// The list of that name; makes its row when it has none and `create` says so.
    static func named(_ name: String, create: Bool, in database: Database) throws -> ListTable? {
        let find = try database.cachedStatement(sql: "SELECT id FROM list WHERE name = ?")
        if let id = try Int64.fetchOne(find, arguments: [name]) { return ListTable(database: database, id: id) }
        guard create else { return nil }
        try database.execute(
            sql: "INSERT INTO list (name, revision, updated, source) VALUES (?, 0, NULL, 'by hand')",
            arguments: [name]
        )
        return ListTable(database: database, id: database.lastInsertedRowID)
    }

    /// The entry that shows for a pattern: the newest row whose batch is live.
    func entry(_ pattern: EntryPattern) throws -> StoredEntry? {
        let statement = try database.cachedStatement(
            sql: StoredEntry.select + " WHERE e.list = ? AND e.kind = ? AND e.value = ? ORDER BY e.id DESC LIMIT 1"
        )
        return try Row.fetchOne(statement, arguments: [id, pattern.kind.stored, pattern.value])
            .map { try StoredEntry(row: $0) }
    }

    /// Adds a row; returns its number.
    func insert(_ entry: StoredEntry) throws -> Int64 {
        try database.cachedStatement(
            sql: "INSERT INTO list_entry"
                + " (list, batch, kind, value, comment, owner, ticket, expires, created, hits, last_hit)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            id, entry.batch, entry.pattern.kind.stored, entry.pattern.value, entry.fields.comment, entry.fields.owner,
            entry.fields.ticket, entry.fields.expires?.milliseconds, entry.created.milliseconds, entry.hits,
            entry.lastHit?.milliseconds,
        ])
        return database.lastInsertedRowID
    }

    func update(_ entry: Int64, to fields: EntryFields) throws {
        try database.cachedStatement(
            sql: "UPDATE list_entry SET comment = ?, owner = ?, ticket = ?, expires = ? WHERE id = ?"
        ).execute(arguments: [fields.comment, fields.owner, fields.ticket, fields.expires?.milliseconds, entry])
    }

    /// Removes the entry for a pattern and every row it hid.
    func remove(_ pattern: EntryPattern) throws {
        try database.cachedStatement(
            sql: "DELETE FROM list_entry WHERE list = ? AND kind = ? AND value = ?"
                + " AND batch IN (SELECT id FROM list_batch WHERE list = ? AND state = 'live')"
        ).execute(arguments: [id, pattern.kind.stored, pattern.value, id])
    }

    /// The live batch of single edits; made when there is none.
    func batchByHand(at time: Timestamp) throws -> Int64 {
        let find = try database.cachedStatement(
            sql: "SELECT max(id) FROM list_batch WHERE list = ? AND state = 'live' AND by_hand = 1"
        )
        if let batch = try Int64.fetchOne(find, arguments: [id]) { return batch }
        return try addBatch(state: .live, byHand: true, source: Self.byHand, at: time)
    }

    static let byHand = "by hand"

    func addBatch(state: BatchState, byHand: Bool, source: String, at time: Timestamp) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO list_batch (list, state, by_hand, source, updated) VALUES (?, ?, ?, ?, ?)",
            arguments: [id, state.rawValue, byHand, source, time.milliseconds]
        )
        return database.lastInsertedRowID
    }

    func state(ofBatch batch: Int64) throws -> BatchState? {
        try String.fetchOne(
            database,
            sql: "SELECT state FROM list_batch WHERE id = ? AND list = ?",
            arguments: [batch, id]
        )
        .flatMap { BatchState(rawValue: $0) }
    }

    func batches(_ state: BatchState) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: "SELECT id FROM list_batch WHERE list = ? AND state = ? ORDER BY id",
            arguments: [id, state.rawValue]
        )
    }

    func set(_ batches: [Int64], to state: BatchState, at time: Timestamp) throws {
        for batch in batches {
            try database.execute(
                sql: "UPDATE list_batch SET state = ?, updated = ? WHERE id = ?",
                arguments: [state.rawValue, time.milliseconds, batch]
            )
        }
    }

    /// The list changed once more.
    ///
    /// - Parameter source: of an import, with when its data is from; nil for an edit.
    func touch(source: String? = nil, asOf: Timestamp? = nil, at time: Timestamp) throws -> ListRevision {
        try database.execute(
            sql: "UPDATE list SET revision = revision + 1, updated = ?, source = coalesce(?, source),"
                + " as_of = iif(? IS NULL, as_of, ?) WHERE id = ?",
            arguments: [time.milliseconds, source, source, asOf?.milliseconds, id]
        )
        return try revision()
    }

    func revision() throws -> ListRevision {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT revision, updated, source, as_of FROM list WHERE id = ?",
            arguments: [id]
        )
        guard let row else { throw StateError.damagedRow(table: "list", detail: "list \(id) has no row") }
        return ListRevision(
            number: row[0],
            updated: (row[1] as Int64?).map { Timestamp(milliseconds: $0) },
            source: row[2],
            asOf: (row[3] as Int64?).map { Timestamp(milliseconds: $0) }
        )
    }

    /// Entries that expire within 7 days; counting ends at 10,000.
    func expiring(at now: Timestamp) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM (SELECT 1 FROM list_entry e JOIN list_batch b ON b.id = e.batch"
                + " AND b.state = 'live' WHERE e.list = ? AND e.expires > ? AND e.expires <= ?"
                + " AND \(StoredEntry.isNewest) LIMIT 10000)"
        )
        let end = now + .seconds(7 * 86_400)
        return try Int.fetchOne(statement, arguments: [id, now.milliseconds, end.milliseconds]) ?? 0
    }
}

extension ListTable {
    /// The most patterns of one list: each costs every call a little, and compiling them takes time.
    static let patternLimit = 500

    /// - Throws: `StateError.invalid` when the list would have more patterns than that.
    func checkPatterns() throws {
        let statement = try database.cachedStatement(
            sql: "SELECT count(DISTINCT value) FROM list_entry e JOIN list_batch b ON b.id = e.batch"
                + " AND b.state = 'live' WHERE e.list = ? AND e.kind = ?"
        )
        let count = try Int.fetchOne(statement, arguments: [id, EntryPattern.Kind.pattern.stored]) ?? 0
        guard count > Self.patternLimit else { return }
        throw StateError.invalid(
            "the list would have \(count) patterns, and at most \(Self.patternLimit) are accepted; "
                + "write domains, or several patterns as one: /^(x|y)[0-9]+@/"
        )
    }
}

/// Whether a batch's rows show.
enum BatchState: String, Sendable {
    /// An import that has not ended yet, or was cut off.
    case staging
    case live
    /// Taken back or replaced; may come back.
    case retired
    /// To be removed.
    case purge
}

/// How far a list has come.
struct ListRevision: Sendable, Hashable {
    var number = 0
    var updated: Timestamp?
    var source = ListTable.byHand
    var asOf: Timestamp?
}
