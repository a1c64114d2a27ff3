internal import GRDB
internal import GatehouseModel

/// state.db: policy, lists, approvals, audit log and kept replies. What it holds is never disposable.
///
/// All writing goes through one `CommitQueue`; reading has connections of its own.
package final class StateStore: Sendable {
    /// `GHst`, the file's `application_id`.
    static let applicationID: Int32 = 0x4748_7374

    /// The writer, shared by everything that keeps state.
    package let commits: CommitQueue
    /// What the journal and this file write of each other.
    package let witness: StoreWitness
    /// Tells subscribers what happened. Transactions call it through `Transaction.publish`.
    let publish: @Sendable ([Event.Body]) -> Void
    private let counter: CommitCounter

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - publish: told the events of each committed change, on the writer's thread and in order. Must be quick.
    ///   - opening: changes something before anybody reads, in the transaction that opens the store.
    init(
        path: String,
        migrations: Migrations,
        durability: Durability,
        hooks: CommitHooks,
        publish: @escaping @Sendable ([Event.Body]) -> Void,
        opening: (Transaction) throws -> Void
    ) throws {
        let file = try SQLiteStore(
            path: path,
            durability: durability,
            applicationID: Self.applicationID,
            check: { try migrations.check(Transaction($0), of: path) }
        )
        let found: StoreIdentity
        do {
            try migrations.run(on: file.pool)
            found = try file.pool.write { db in
                let transaction = Transaction(db)
                try opening(transaction)
                guard let identity = try StoreIdentity.read(transaction) else {
                    throw StorageFailure.damaged("table store has no row")
                }
                return identity
            }
        } catch {
            try? file.close()
            throw StorageFailure(error)?.naming(path) ?? error
        }
        self.publish = publish
        witness = StoreWitness(store: found.store, commits: found.commits, last: found.lastCall)
        let counter = CommitCounter(witness, durability: durability)
        self.counter = counter
        var counting = hooks
        counting.willCommit = { db in
            hooks.willCommit(db)
            counter.willCommit(db)
        }
        counting.didCommit = {
            counter.didCommit()
            hooks.didCommit()
        }
        commits = CommitQueue(file, name: "state-writer", hooks: counting)
    }

    /// Changes committed since the file was made.
    var commitCount: Int64 { counter.commits }

    /// Reads a snapshot.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await commits.store.read { database in try body(Transaction(database)) }
    }

    /// Reads a snapshot and blocks the thread; for use at start.
    func readNow<Value>(_ body: (Transaction) throws -> Value) throws -> Value {
        do { return try commits.store.pool.read { try body(Transaction($0)) } } catch {
            throw StorageFailure(error) ?? error
        }
    }

    /// Looks for damage in the file while it is in use: the first damage found, or nil.
    ///
    /// Takes about a second for a million rows. It finds torn pages and rows out of order, but not wrong values
    /// (sqlite.org/pragma.html#pragma_quick_check).
    package func damage() async throws -> String? {
        do {
            let found: String? = try await read { try $0.value("PRAGMA quick_check(1)") }
            return found == "ok" ? nil : found
        } catch StorageFailure.damaged(let found) {
            return found
        }
    }

    /// Writes the waiting changes and closes the file.
    package func close() async { await commits.close() }
}

extension StateStore {
    /// Changes something; returns when the change is on stable storage.
    ///
    /// - Parameter published: called on the writer's thread once the change is on stable storage, and before any later
    ///   change's is. Events of the change follow it.
    /// - Throws: `Overloaded`, `StorageFailure`, or errors of `change`; then nothing was changed.
    func write<Value: Sendable>(
        weight: Int = 1024,
        _ change: @escaping @Sendable (Transaction) throws -> Value,
        published: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try submit(weight: weight, change, published: published) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// The same for callers that cannot wait; `completion` is called once, on the writer's thread.
    ///
    /// - Throws: `Overloaded`; then `completion` is not called.
    func submit<Value: Sendable>(
        weight: Int,
        _ change: @escaping @Sendable (Transaction) throws -> Value,
        published: @escaping @Sendable (Value) -> Void,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(Overloaded) {
        try commits.submit(
            weight: weight,
            { database in
                let outbox = Outbox()
                let value = try change(Transaction(database, outbox))
                return Written(value: value, events: outbox.events)
            },
            completion: { [publish] (result: Result<Written<Value>, any Error>) in
                if case .success(let written) = result {
                    published(written.value)
                    if !written.events.isEmpty { publish(written.events) }
                }
                completion(result.map(\.value))
            }
        )
    }

    private struct Written<Value: Sendable>: Sendable {
        var value: Value
        var events: [Event.Body]
    }
}
