import GRDB
import GatehouseModel

/// What people did by hand to what imports brought.
extension ListTable {
    static let overridesSchema = """
        ALTER TABLE list ADD COLUMN as_of INTEGER;
        CREATE TABLE list_override (
            list INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (list, kind, value)
        ) STRICT, WITHOUT ROWID;
        """

    /// Remembers that people removed an entry that an import had brought.
    func noteRemoved(_ entry: StoredEntry) throws {
        let isByHand = try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT by_hand FROM list_batch WHERE id = ?"),
            arguments: [entry.batch]
        )
        guard isByHand == false else { return }
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO list_override (list, kind, value) VALUES (?, ?, ?)")
            .execute(arguments: [id, entry.pattern.kind.stored, entry.pattern.value])
    }

    /// People want an entry after all.
    func forgetRemoved(_ pattern: EntryPattern) throws {
        try database.cachedStatement(sql: "DELETE FROM list_override WHERE list = ? AND kind = ? AND value = ?")
            .execute(arguments: [id, pattern.kind.stored, pattern.value])
    }

    /// The entries of earlier imports that people removed by hand.
    func overrides() throws -> [EntryPattern] {
        try Row.fetchAll(database, sql: "SELECT kind, value FROM list_override WHERE list = ?", arguments: [id])
            .compactMap { row in
                EntryPattern.Kind(stored: row[0]).map { EntryPattern(kind: $0, canonical: row[1]) }
            }
    }

    /// Live batches of single edits.
    func batchesByHand() throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: "SELECT id FROM list_batch WHERE list = ? AND state = 'live' AND by_hand = 1",
            arguments: [id]
        )
    }

    /// Entries that show and that people added by hand.
    func countByHand() throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM list_batch b JOIN list_entry e ON e.batch = b.id"
                + " WHERE b.list = ? AND e.list = ? AND b.state = 'live' AND b.by_hand = 1 AND \(StoredEntry.isNewest)",
            arguments: [id, id]
        ) ?? 0
    }
}
