internal import GRDB
import Synchronization

/// The row of state.db with the store's identity, the number of changes, and the newest call that it knew of.
struct StoreIdentity: Sendable, Equatable {
    var store: String
    var commits: Int64
    /// The newest call that was known to be in the journal at the last change.
    var lastCall: Int64

    static let migration = Migration(
        "store identity",
        """
        CREATE TABLE store (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            id TEXT NOT NULL,
            commits INTEGER NOT NULL,
            last_call INTEGER NOT NULL
        ) STRICT;
        INSERT INTO store VALUES (1, lower(hex(randomblob(16))), 0, 0);
        """
    )

    /// Nil for a file of a version that had no such row.
    static func read(_ transaction: Transaction) throws -> StoreIdentity? {
        guard try transaction.hasTable("store") else { return nil }
        return try transaction.first("SELECT id, commits, last_call FROM store WHERE one = 1") { row in
            StoreIdentity(store: try row[0], commits: try row[1], lastCall: try row[2])
        }
    }

    func write(_ transaction: Transaction) throws {
        try transaction.execute(
            "INSERT INTO store (one, id, commits, last_call) VALUES (1, ?, ?, ?)"
                + " ON CONFLICT (one) DO UPDATE SET id = excluded.id, commits = excluded.commits,"
                + " last_call = excluded.last_call",
            [store, commits, lastCall]
        )
    }
}

/// Counts the changes of state.db in its own transactions. Only `commits` may be read on any thread.
final class CommitCounter: Sendable {
    private let counts: Mutex<(committed: Int64, pending: Int64)>
    private let witness: StoreWitness
    /// Whether a commit is on stable storage when it returns.
    private let isDurable: Bool

    init(_ witness: StoreWitness, durability: Durability) {
        self.witness = witness
        counts = Mutex((witness.commits, witness.commits))
        isDurable = durability == .full
    }

    /// Changes committed so far.
    var commits: Int64 { counts.withLock { $0.committed } }

    func willCommit(_ db: Database) {
        let next = counts.withLock { $0.committed + 1 }
        // If this fails, the whole transaction fails and reports it.
        let done: Void? = try? db.cachedStatement(
            sql: "UPDATE store SET commits = ?, last_call = max(last_call, ?) WHERE one = 1"
        ).execute(arguments: [next, witness.last])
        counts.withLock { $0.pending = done == nil ? $0.committed : next }
    }

    func didCommit() {
        let committed = counts.withLock { counts in
            counts.committed = counts.pending
            return counts.committed
        }
        if isDurable { witness.commits = committed }
    }
}
