import GatehouseModel

/// What people did by hand to entries from imports.
extension ListTable {
    /// What people removed by hand is remembered, so that a newer edition of the file does not bring it back.
    static let overridesSchema = """
        ALTER TABLE list ADD COLUMN as_of INTEGER;
        CREATE TABLE list_override (
            list INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (list, kind, value)
        ) STRICT, WITHOUT ROWID;
        """

    /// Remembers that people removed an entry that came from an import.
    func noteRemoved(_ entry: StoredEntry) throws {
        let isByHand: Bool? = try transaction.value("SELECT by_hand FROM list_batch WHERE id = ?", [entry.batch])
        guard isByHand == false else { return }
        try transaction.execute(
            "INSERT INTO list_override (list, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [id, entry.pattern.kind.stored, entry.pattern.value]
        )
    }

    /// Forgets that people removed an entry, because they added it again.
    func forgetRemoved(_ pattern: EntryPattern) throws {
        try transaction.execute(
            "DELETE FROM list_override WHERE list = ? AND kind = ? AND value = ?",
            [id, pattern.kind.stored, pattern.value]
        )
    }

    /// The entries of earlier imports that people removed by hand.
    func overrides() throws -> [EntryPattern] {
        let kept = try transaction.rows("SELECT kind, value FROM list_override WHERE list = ?", [id]) { row in
            let value: String = try row[1]
            return EntryPattern.Kind(stored: try row[0]).map { EntryPattern(kind: $0, canonical: value) }
        }
        return kept.compactMap(\.self)
    }

    /// Live batches of single edits.
    func batchesByHand() throws -> [Int64] {
        try transaction.column("SELECT id FROM list_batch WHERE list = ? AND state = 'live' AND by_hand = 1", [id])
    }

    /// The number of effective entries that people added by hand.
    func countByHand() throws -> Int {
        try transaction.value(
            "SELECT count(*) FROM list_batch b JOIN list_entry e ON e.batch = b.id"
                + " WHERE b.list = ? AND e.list = ? AND b.state = 'live' AND b.by_hand = 1 AND \(StoredEntry.isNewest)",
            [id, id]
        ) ?? 0
    }
}
