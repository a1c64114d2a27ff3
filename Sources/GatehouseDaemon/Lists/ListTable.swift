import GatehouseModel

/// The rows of one list within an open transaction.
struct ListTable {
    let transaction: Transaction
    /// The list's number.
    let id: Int64

    /// The list of that name. If it has no row, `create` decides whether one is made.
    static func named(_ name: String, create: Bool, in transaction: Transaction) throws -> ListTable? {
        let known: Int64? = try transaction.value("SELECT id FROM list WHERE name = ?", [name])
        if let known { return ListTable(transaction: transaction, id: known) }
        guard create else { return nil }
        let id = try transaction.inserted(
            "INSERT INTO list (name, revision, updated, source) VALUES (?, 0, NULL, 'by hand') RETURNING id",
            [name]
        )
        return ListTable(transaction: transaction, id: id)
    }

    /// The effective entry for a pattern: the newest row whose batch is live.
    func entry(_ pattern: EntryPattern) throws -> StoredEntry? {
        try transaction.first(
            StoredEntry.select + " WHERE e.list = ? AND e.kind = ? AND e.value = ? ORDER BY e.id DESC LIMIT 1",
            [id, pattern.kind.stored, pattern.value]
        ) { try StoredEntry(row: $0) }
    }

    /// Inserts a row and returns its number.
    func insert(_ entry: StoredEntry) throws -> Int64 {
        try transaction.inserted(
            "INSERT INTO list_entry"
                + " (list, batch, kind, value, comment, owner, ticket, expires, created, hits, last_hit)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            [
                id, entry.batch, entry.pattern.kind.stored, entry.pattern.value, entry.fields.comment,
                entry.fields.owner, entry.fields.ticket,
                entry.fields.expires?.milliseconds, entry.created.milliseconds, entry.hits,
                entry.lastHit?.milliseconds,
            ]
        )
    }

    func update(_ entry: Int64, to fields: EntryFields) throws {
        try transaction.execute(
            "UPDATE list_entry SET comment = ?, owner = ?, ticket = ?, expires = ? WHERE id = ?",
            [fields.comment, fields.owner, fields.ticket, fields.expires?.milliseconds, entry]
        )
    }

    /// Removes the entry for a pattern and every row it hid.
    func remove(_ pattern: EntryPattern) throws {
        try transaction.execute(
            "DELETE FROM list_entry WHERE list = ? AND kind = ? AND value = ?"
                + " AND batch IN (SELECT id FROM list_batch WHERE list = ? AND state = 'live')",
            [id, pattern.kind.stored, pattern.value, id]
        )
    }

    /// The live batch of single edits; created if necessary.
    func batchByHand(at time: Timestamp) throws -> Int64 {
        let present: Int64? = try transaction.value(
            "SELECT max(id) FROM list_batch WHERE list = ? AND state = 'live' AND by_hand = 1",
            [id]
        )
        if let present { return present }
        return try addBatch(state: .live, byHand: true, source: Self.byHand, at: time)
    }

    static let byHand = "by hand"

    func addBatch(state: BatchState, byHand: Bool, source: String, at time: Timestamp) throws -> Int64 {
        try transaction.inserted(
            "INSERT INTO list_batch (list, state, by_hand, source, updated) VALUES (?, ?, ?, ?, ?) RETURNING id",
            [id, state.rawValue, byHand, source, time.milliseconds]
        )
    }

    func state(ofBatch batch: Int64) throws -> BatchState? {
        let state: String? = try transaction.value(
            "SELECT state FROM list_batch WHERE id = ? AND list = ?",
            [batch, id]
        )
        return state.flatMap { BatchState(rawValue: $0) }
    }

    func batches(_ state: BatchState) throws -> [Int64] {
        try transaction.column(
            "SELECT id FROM list_batch WHERE list = ? AND state = ? ORDER BY id",
            [id, state.rawValue]
        )
    }

    func set(_ batches: [Int64], to state: BatchState, at time: Timestamp) throws {
        for batch in batches {
            try transaction.execute(
                "UPDATE list_batch SET state = ?, updated = ? WHERE id = ?",
                [state.rawValue, time.milliseconds, batch]
            )
        }
    }

    /// The list changed once more.
    ///
    /// - Parameter source: of an import, with when its data is from; nil for an edit.
    func touch(source: String? = nil, asOf: Timestamp? = nil, at time: Timestamp) throws -> ListRevision {
        try transaction.execute(
            "UPDATE list SET revision = revision + 1, updated = ?, source = coalesce(?, source),"
                + " as_of = CASE WHEN ? IS NULL THEN as_of ELSE ? END WHERE id = ?",
            [time.milliseconds, source, source, asOf?.milliseconds, id]
        )
        return try revision()
    }

    func revision() throws -> ListRevision {
        let row = try transaction.first("SELECT revision, updated, source, as_of FROM list WHERE id = ?", [id]) { row in
            ListRevision(
                number: try row[0],
                updated: (try row[1] as Int64?).map { Timestamp(milliseconds: $0) },
                source: try row[2],
                asOf: (try row[3] as Int64?).map { Timestamp(milliseconds: $0) }
            )
        }
        guard let row else { throw StateError.damagedRow(table: "list", detail: "list \(id) has no row") }
        return row
    }

    /// Entries that expire within 7 days; counting ends at 10,000.
    func expiring(at now: Timestamp) throws -> Int {
        let end = now + .seconds(7 * 86_400)
        return try transaction.value(
            "SELECT count(*) FROM (SELECT 1 FROM list_entry e JOIN list_batch b ON b.id = e.batch"
                + " AND b.state = 'live' WHERE e.list = ? AND e.expires > ? AND e.expires <= ?"
                + " AND \(StoredEntry.isNewest) LIMIT 10000)",
            [id, now.milliseconds, end.milliseconds]
        ) ?? 0
    }
}

extension ListTable {
    /// The maximum number of patterns in a list: each adds a little to the cost of every call, and compiling them takes
    /// time.
    static let patternLimit = 500

    /// - Throws: `StateError.invalid` if the list would have more patterns than that.
    func checkPatterns() throws {
        let count =
            try transaction.value(
                "SELECT count(DISTINCT value) FROM list_entry e JOIN list_batch b ON b.id = e.batch"
                    + " AND b.state = 'live' WHERE e.list = ? AND e.kind = ?",
                [id, EntryPattern.Kind.pattern.stored]
            ) ?? 0
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
