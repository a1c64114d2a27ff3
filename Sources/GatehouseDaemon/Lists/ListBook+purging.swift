import GRDB
package import GatehouseModel
import Synchronization

extension ListBook {
    /// Removes rows of imports that were cut off, replaced or taken back more than a day ago, and changes that can no
    /// longer be taken back.
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
            let ids = try await store.read { [last] database in
                try Int64.fetchAll(
                    database,
                    sql: "SELECT id FROM list_entry WHERE list = ? AND id > ? AND batch = ? ORDER BY id LIMIT 200",
                    arguments: [batch.list, last, batch.id]
                )
            }
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

    /// Removes rows that an import's newer ones hide, once the import can no longer be taken back.
    private func purgeHidden(at now: Timestamp) async throws -> Int {
        let oldest = (now - ListChange.lifetime).milliseconds
        let hiding = try await store.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT id, list FROM list_batch WHERE state = 'live' AND shadows = 1 AND updated <= ?",
                arguments: [oldest]
            ).map { StagedBatch(id: $0[0], list: $0[1]) }
        }
        var total = 0
        for batch in hiding {
            while true {
                try Task.checkCancellation()
                let count = try await purgeHidden(by: batch)
                total += count
                if count == 0 { break }
            }
        }
        return total
    }

    private func purgeHidden(by batch: StagedBatch) async throws -> Int {
        let ids = try await store.read { database in
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT o.id FROM list_entry n JOIN list_entry o
                    ON o.list = n.list AND o.kind = n.kind AND o.value = n.value AND o.id < n.id
                    JOIN list_batch b ON b.id = o.batch AND b.state = 'live'
                    WHERE n.list = ? AND n.batch = ? LIMIT 200
                    """,
                arguments: [batch.list, batch.id]
            )
        }
        try await store.write(weight: CommitQueue.Limits().batchBytes) { database in
            let statement = try database.cachedStatement(sql: "DELETE FROM list_entry WHERE id = ?")
            for id in ids { try statement.execute(arguments: [id]) }
            guard ids.isEmpty else { return }
            try database.execute(sql: "UPDATE list_batch SET shadows = 0 WHERE id = ?", arguments: [batch.id])
        }
        return ids.count
    }
}
