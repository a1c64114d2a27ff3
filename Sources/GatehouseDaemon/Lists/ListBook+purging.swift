package import GatehouseModel
import Synchronization

extension ListBook {
    /// Removes rows of imports that were interrupted, replaced or undone more than a day ago, rows that newer imports
    /// hide for good, and changes that can no longer be undone. If the task is cancelled, the rest is removed the next
    /// time.
    ///
    /// - Returns: how many rows of entries were removed.
    @discardableResult
    package func purge(at now: Timestamp) async throws -> Int {
        let oldest = (now - ListChange.lifetime).milliseconds
        let importing = state.withLock { $0.shelves.filter { $0.value.editedDuringImport != nil }.map(\.key) }
        let dead = try await store.read { transaction in
            try transaction.rows(
                once: "SELECT b.id, b.list FROM list_batch b JOIN list l ON l.id = b.list WHERE b.state = 'purge'"
                    + " OR (b.state = 'retired' AND b.updated <= ?)"
                    + " OR (b.state = 'staging' AND l.name NOT IN (\(importing.map { _ in "?" }.joined(separator: ", "))))",
                [oldest] + StoredValues(importing)
            ) { StagedBatch(id: try $0[0], list: try $0[1]) }
        }
        var total = 0
        for batch in dead { total += try await purge(batch) }
        total += try await purgeHidden(at: now)
        try await store.write { transaction in
            try transaction.execute(
                "DELETE FROM list_change WHERE number IN (SELECT number FROM list_change WHERE time <= ? LIMIT 100)",
                [oldest]
            )
        }
        return total
    }

    private func purge(_ batch: StagedBatch) async throws -> Int {
        var total = 0
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let ids = try await store.read { [last] in try Self.rows(of: batch, after: last, $0) }
            guard let end = ids.last else { break }
            try await store.write(weight: CommitQueue.Limits().batchBytes) { transaction in
                for id in ids {
                    try transaction.execute("DELETE FROM list_entry WHERE id = ? AND batch = ?", [id, batch.id])
                }
            }
            last = end
            total += ids.count
        }
        try await store.write { transaction in
            try transaction.execute("DELETE FROM list_batch WHERE id = ? AND state != 'live'", [batch.id])
        }
        return total
    }

    // MARK: - Hidden rows

    /// Removes the rows of older imports that an import's own rows hide, once the import can no longer be undone.
    ///
    /// Hidden rows that people added by hand stay, because a newer version of the file may hide the import in turn and
    /// must keep what was added by hand.
    private func purgeHidden(at now: Timestamp) async throws -> Int {
        let oldest = now - ListChange.lifetime
        let hiding = try await store.read { transaction in
            try transaction.rows(
                "SELECT id, list FROM list_batch WHERE state = 'live' AND shadows = 1 AND updated <= ?",
                [oldest.milliseconds]
            ) { StagedBatch(id: try $0[0], list: try $0[1]) }
        }
        var total = 0
        for batch in hiding { total += try await purgeHidden(by: batch, liveSince: oldest) }
        return total
    }

    /// - Parameter oldest: nothing is removed if the batch was shown or hidden after this time, which can happen
    ///   meanwhile.
    private func purgeHidden(by batch: StagedBatch, liveSince oldest: Timestamp) async throws -> Int {
        var total = 0
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let (end, hidden) = try await store.read { [last] in try Self.hidden(by: batch, after: last, $0) }
            guard let end else { break }
            last = end
            if hidden.isEmpty { continue }
            total += try await store.write(weight: CommitQueue.Limits().batchBytes) { transaction in
                guard try Self.isLive(batch, since: oldest, transaction) else { return 0 }
                for id in hidden { try transaction.execute("DELETE FROM list_entry WHERE id = ?", [id]) }
                return hidden.count
            }
        }
        try await store.write { transaction in
            guard try Self.isLive(batch, since: oldest, transaction) else { return }
            try transaction.execute("UPDATE list_batch SET shadows = 0 WHERE id = ?", [batch.id])
        }
        return total
    }

    /// Checks the next 200 rows of a batch.
    ///
    /// - Returns: the last row of the 200, nil if there was none, and the rows that the 200 hide.
    private static func hidden(
        by batch: StagedBatch,
        after last: Int64,
        _ transaction: Transaction
    ) throws -> (end: Int64?, hidden: [Int64]) {
        let newer = try rows(of: batch, after: last, transaction)
        guard let first = newer.first, let end = newer.last else { return (nil, []) }
        let hidden: [Int64] = try transaction.column(
            """
            SELECT o.id FROM list_entry n CROSS JOIN list_entry o
            ON o.list = n.list AND o.kind = n.kind AND o.value = n.value AND o.id < n.id
            JOIN list_batch b ON b.id = o.batch AND b.state = 'live' AND b.by_hand = 0
            WHERE n.id BETWEEN ? AND ? AND n.list = ? AND n.batch = ?
            """,
            [first, end, batch.list, batch.id]
        )
        return (end, hidden)
    }

    private static func rows(of batch: StagedBatch, after last: Int64, _ transaction: Transaction) throws -> [Int64] {
        try transaction.column(
            "SELECT id FROM list_entry WHERE list = ? AND id > ? AND batch = ? ORDER BY id LIMIT 200",
            [batch.list, last, batch.id]
        )
    }

    private static func isLive(_ batch: StagedBatch, since oldest: Timestamp, _ transaction: Transaction) throws -> Bool
    {
        try transaction.value(
            "SELECT state = 'live' AND updated <= ? FROM list_batch WHERE id = ?",
            [oldest.milliseconds, batch.id]
        ) ?? false
    }
}
