import ControlProtocol
package import GatehouseModel
import PolicyEngine
import Synchronization

extension ListBook {
    /// The regular upkeep: writes hits, removes expired entries, folds edits into new tables, removes what
    /// imports left behind and forgets old changes. To be called at start and about once a minute; ends early when
    /// cancelled. Each piece keeps the writer busy for two or three milliseconds at most.
    ///
    /// - Parameter due: the time by which entries expire and old changes are forgotten; nil for `now`.
    package func maintain(at now: Timestamp, due: Timestamp? = nil) async throws {
        try await flushHits(at: now)
        try await removeExpired(at: due ?? now)
        try await fold()
        try await purge(at: due ?? now)
    }

    // MARK: - Hits

    /// Writes the matches counted since the last call.
    package func flushHits(at now: Timestamp) async throws {
        let taken = state.withLock { $0.hits.take(at: now) }
        var rest = Array(taken.entries)[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(200))
            rest.removeFirst(part.count)
            try await store.write { transaction in
                for (id, hits) in part {
                    try transaction.execute(
                        "UPDATE list_entry SET hits = hits + ?, last_hit = max(coalesce(last_hit, 0), ?) WHERE id = ?",
                        [hits.count, hits.last.milliseconds, id]
                    )
                }
            }
        }
        guard !taken.hours.isEmpty else { return }
        let oldest = HitCounter.hour(of: now) - 24
        try await store.write { transaction in
            for (slot, count) in taken.hours {
                try transaction.execute(
                    "INSERT INTO list_hits (list, hour, hits) SELECT id, ?, ? FROM list WHERE name = ?"
                        + " ON CONFLICT (list, hour) DO UPDATE SET hits = excluded.hits",
                    [slot.hour, count, slot.list]
                )
            }
            try transaction.execute("DELETE FROM list_hits WHERE hour < ?", [oldest])
        }
    }

    // MARK: - Expiry

    /// Removes expired entries, a few at a time. They match nothing once they have expired.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    package func removeExpired(at now: Timestamp) async throws -> Int {
        var total = 0
        for list in state.withLock(\.order) {
            while !Task.isCancelled {
                let count = try await removeExpired(from: list, at: now)
                total += count
                if count == 0 { break }
            }
        }
        return total
    }

    private typealias Edited = (EntriesChanged, EditWork, ListRevision)

    private func removeExpired(from list: String, at now: Timestamp) async throws -> Int {
        let due = try await store.read { transaction -> [EntryPattern] in
            guard let table = try ListTable.named(list, create: false, in: transaction) else { return [] }
            return try transaction.rows(
                StoredEntry.select + " WHERE e.list = ? AND e.expires <= ? AND \(StoredEntry.isNewest) LIMIT 100",
                [table.id, now.milliseconds]
            ) { try StoredEntry(row: $0).pattern }
        }
        guard !due.isEmpty else { return 0 }
        let done = try await store.write(weight: 65_536) { [self] transaction -> Edited? in
            guard let table = try ListTable.named(list, create: false, in: transaction) else { return nil }
            let changes = try due.compactMap { pattern -> (EntryPattern, EntryChange)? in
                // It may have been given more time since.
                guard let entry = try table.entry(pattern), let expires = entry.fields.expires, expires <= now else {
                    return nil
                }
                return (pattern, EntryChange(before: entry, after: nil))
            }
            return try perform(EditWork(changes), .entriesExpired, in: list, table, by: .daemon, at: now)
        } published: { [self] done in
            if let (changed, work, revision) = done { followEdits(list, changed, work, revision) }
        }
        return done?.0.removed.count ?? 0
    }

    // MARK: - Tables

    private func fold() async throws {
        for list in state.withLock(\.order) {
            let index = state.withLock { $0.shelves[list]?.index }
            guard let index, index.edits >= EntryIndex.foldingThreshold else { continue }
            try await rebuild(list)
        }
    }
}
