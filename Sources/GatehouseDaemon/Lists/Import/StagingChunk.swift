import GatehouseModel

/// An import that is being written: the numbers of its batch and its list.
struct StagedBatch: Sendable {
    var id: Int64
    var list: Int64
}

/// A part of an import file, compared with the existing entries.
struct StagingChunk: Sendable {
    struct Row: Sendable {
        /// The number of the record in the draft.
        var record: Int
        /// The entry that it replaces.
        var present: StoredEntry?
    }

    /// The rows to write.
    var rows: [Row] = []
    var added = 0
    var updated = 0
    var unchanged = 0
    var byHand = 0
    var keptOut = 0

    /// Compares a record with the existing entry. In replace mode the record is always written; in refresh mode an
    /// entry that people added by hand is kept.
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

/// How many rows to write at once so that the writer is busy for about two milliseconds, and others wait no longer.
struct StagingPace {
    private(set) var count = 250
    private static let target: Duration = .microseconds(1800)

    mutating func note(_ time: Duration, rows: Int) {
        guard rows * 2 > count else { return }
        let factor = time > .zero ? Self.target / time : 2
        count = min(max(Int(nearest: Double(count) * min(max(factor, 0.25), 1.5)), 50), 4000)
    }
}

/// Writes rows of one batch.
struct StagingWriter {
    private let batch: StagedBatch
    private let created: Timestamp
    private let statement: BulkInsert

    init(_ transaction: Transaction, _ batch: StagedBatch, createdAt created: Timestamp) throws {
        self.batch = batch
        self.created = created
        statement = try transaction.bulkInsert(
            "INSERT INTO list_entry"
                + " (list, batch, kind, value, comment, owner, ticket, expires, created, hits, last_hit)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
    }

    func insert(_ draft: ImportDraft, _ row: StagingChunk.Row) throws {
        let record = draft.records[row.record]
        let given = draft.fields(record)
        let fields = row.present?.fields.taking(given) ?? given
        statement.bind(batch.list, at: 1)
        statement.bind(batch.id, at: 2)
        statement.bind(Int64(record.kind), at: 3)
        statement.bind(fields.comment, at: 5)
        statement.bind(fields.owner, at: 6)
        statement.bind(fields.ticket, at: 7)
        statement.bind(fields.expires?.milliseconds, at: 8)
        statement.bind((row.present?.created ?? created).milliseconds, at: 9)
        statement.bind(Int64(row.present?.hits ?? 0), at: 10)
        statement.bind(row.present?.lastHit?.milliseconds, at: 11)
        try draft.text.withUnsafeBytes { bytes in
            let start = Int(record.offset)
            try statement.insert(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(record.length)]), at: 4)
        }
    }
}
