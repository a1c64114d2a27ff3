import GRDB
package import GatehouseModel
import Synchronization

extension ListBook {
    /// Removes rows of imports that were cut off, replaced or taken back more than a day ago, rows that newer imports
    /// hide for good, and changes that can no longer be taken back. What is left when the task is cancelled goes the
    /// next time.
    ///
    /// - Returns: how many rows of entries went.
    @discardableResult
    package func purge(at now: Timestamp) async throws -> Int {
        let oldest = (now - ListChange.lifetime).milliseconds
        let importing = state.withLock { $0.shelves.filter { $0.value.editedDuringImport != nil }.map(\.key) }
        let dead = try await store.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT b.id, b.list FROM list_batch b JOIN list l ON l.id = b.list WHERE b.state = 'purge'"
                    + " OR (b.state = 'retired' AND b.updated <= ?)"
                    + " OR (b.state = 'staging' AND l.name NOT IN (\(importing.map { _ in "?" }.joined(separator: ", "))))",
                arguments: [oldest] + StatementArguments(importing)
            ).map { StagedBatch(id: $0[0], list: $0[1]) }
        }
        var total = 0
        for batch in dead { total += try await purge(batch) }
        total += try await purgeHidden(at: now)
        try await store.write { database in
            try database.execute(
                sql:
                    "DELETE FROM list_change WHERE number IN (SELECT number FROM list_change WHERE time <= ? LIMIT 100)",
                arguments: [oldest]
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
            try await store.write(weight: CommitQueue.Limits().batchBytes) { database in
                let statement = try database.cachedStatement(sql: "DELETE FROM list_entry WHERE id = ? AND batch = ?")
                for id in ids { try statement.execute(arguments: [id, batch.id]) }
            }
            last = end
            total += ids.count
        }
        try await store.write { database in
            try database.execute(sql: "DELETE FROM list_batch WHERE id = ? AND state != 'live'", arguments: [batch.id])
        }
        return total
    }

    // MARK: - Hidden rows

    /// Removes the rows of older imports that an import's own rows hide, once the import can no longer be taken back.
    ///
    /// Rows that people added by hand stay although they are hidden: a newer edition of the file hides the import
    /// again, and must leave what was added by hand.
    private func purgeHidden(at now: Timestamp) async throws -> Int {
        let oldest = now - ListChange.lifetime
        let hiding = try await store.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT id, list FROM list_batch WHERE state = 'live' AND shadows = 1 AND updated <= ?",
                arguments: [oldest.milliseconds]
            ).map { StagedBatch(id: $0[0], list: $0[1]) }
        }
        var total = 0
        for batch in hiding { total += try await purgeHidden(by: batch, liveSince: oldest) }
        return total
    }

    /// - Parameter oldest: nothing is removed if the batch came or went after that, as it may do meanwhile.
    private func purgeHidden(by batch: StagedBatch, liveSince oldest: Timestamp) async throws -> Int {
        var total = 0
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let (end, hidden) = try await store.read { [last] in try Self.hidden(by: batch, after: last, $0) }
            guard let end else { break }
            last = end
            if hidden.isEmpty { continue }
            total += try await store.write(weight: CommitQueue.Limits().batchBytes) { database in
                guard try Self.isLive(batch, since: oldest, database) else { return 0 }
                let statement = try database.cachedStatement(sql: "DELETE FROM list_entry WHERE id = ?")
                for id in hidden { try statement.execute(arguments: [id]) }
                return hidden.count
            }
        }
        try await store.write { database in
            guard try Self.isLive(batch, since: oldest, database) else { return }
            try database.execute(sql: "UPDATE list_batch SET shadows = 0 WHERE id = ?", arguments: [batch.id])
        }
        return total
    }

    /// Looks at the next 200 rows of a batch.
    ///
    /// - Returns: the last row looked at, nil when there was none, and the rows that are hidden by those looked at.
    private static func hidden(
        by batch: StagedBatch,
        after last: Int64,
        _ database: Database
    ) throws -> (end: Int64?, hidden: [Int64]) {
        let newer = try rows(of: batch, after: last, database)
        guard let first = newer.first, let end = newer.last else { return (nil, []) }
        let hidden = try Int64.fetchAll(
            database,
            sql: """
                SELECT o.id FROM list_entry n CROSS JOIN list_entry o
                ON o.list = n.list AND o.kind = n.kind AND o.value = n.value AND o.id < n.id
                JOIN list_batch b ON b.id = o.batch AND b.state = 'live' AND b.by_hand = 0
                WHERE n.id BETWEEN ? AND ? AND n.list = ? AND n.batch = ?
                """,
            arguments: [first, end, batch.list, batch.id]
        )
        return (end, hidden)
    }

    private static func rows(of batch: StagedBatch, after last: Int64, _ database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: "SELECT id FROM list_entry WHERE list = ? AND id > ? AND batch = ? ORDER BY id LIMIT 200",
            arguments: [batch.list, last, batch.id]
        )
    }

    private static func isLive(_ batch: StagedBatch, since oldest: Timestamp, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT state = 'live' AND updated <= ? FROM list_batch WHERE id = ?",
            arguments: [oldest.milliseconds, batch.id]
        ) ?? false
    }
}
