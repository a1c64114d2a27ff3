internal import Dispatch
internal import Foundation
package import GRDB
internal import Synchronization

/// Group commit: one thread writes everything that waits in one transaction, with one fsync.
///
/// There is no timer: while a commit waits for the disk, the next batch gathers. Work runs in submission order, each
/// piece in a separate savepoint, so that a piece that throws does not affect the others. Acknowledged work is on
/// stable storage (`Durability.full`).
package final class CommitQueue: Sendable {
    /// Limits on the waiting work and on one transaction.
    package struct Limits: Sendable {
        /// The maximum number of waiting items.
        package var waiting = 8192
        /// The maximum total weight of waiting items, in bytes.
        package var waitingBytes = 64 << 20
        /// The maximum number of items per transaction.
        package var batch = 512
        /// The maximum total weight per transaction, in bytes.
        package var batchBytes = 4 << 20

        package init() {}
    }

    struct State {
        var items: [CommitItem] = []
        /// The items, and their bytes, that are not yet part of a transaction.
        var waiting = 0
        var waitingBytes = 0
        var redirect: Redirect?
        /// Closures that wait for the thread's next pass.
        var echoes: [@Sendable () -> Void] = []
        var isAsleep = false
        var isClosing = false
        var failure: StorageFailure?
        var store: SQLiteStore

        init(store: SQLiteStore) { self.store = store }

        /// Returns whether the caller must wake the writer.
        mutating func wakes() -> Bool {
            defer { isAsleep = false }
            return isAsleep
        }
    }

    /// A switch to another file between two batches.
    struct Redirect: Sendable {
        let store: SQLiteStore
        let atSwitch: @Sendable () -> Void
        let done: @Sendable (SQLiteStore) -> Void
    }

    let limits: Limits
    let hooks: CommitHooks
    let state: Mutex<State>
    let wake = DispatchSemaphore(value: 0)
    private let ended = Ending()

    /// Starts the thread that writes to `store`, which then belongs to this queue.
    ///
    /// - Parameter name: the thread's name, for debuggers; at most 15 bytes are shown.
    package init(_ store: SQLiteStore, name: String, limits: Limits = Limits(), hooks: CommitHooks = CommitHooks()) {
        self.limits = limits
        self.hooks = hooks
        state = Mutex(State(store: store))
        let thread = Thread { [self] in
            work()
            ended.signal()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The file that is currently written. May be read by anyone.
    package var store: SQLiteStore { state.withLock(\.store) }

    /// Why writing fails at present; nil if it works.
    package var failure: StorageFailure? { state.withLock(\.failure) }

    /// The number of items waiting to be written.
    package var waiting: Int { state.withLock(\.waiting) }

    /// Submits work to be written. Returns at once, so it may be called on event loops.
    ///
    /// - Parameters:
    ///   - weight: the approximate number of bytes it writes.
    ///   - isPlain: the work does not fail by itself (inserts, for example), so it is first tried without a savepoint.
    ///     It may then run twice, as may any work in a batch that fails, so it must have no effect outside the
    ///     database.
    ///   - work: runs inside a transaction, which it must neither begin nor end.
    ///   - completion: called once, on the writer's thread, when the result is on stable storage, or with the error
    ///     that `work` threw, or with a `StorageFailure`. Must be quick.
    /// - Throws: `Overloaded` if too much is waiting; then `completion` is not called.
    package func submit<Value: Sendable>(
        weight: Int = 512,
        isPlain: Bool = false,
        _ work: @escaping @Sendable (Database) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(Overloaded) {
        let item = CommitItem(
            weight: weight,
            isPlain: isPlain,
            work: { db in
                let value = try work(db)
                return { completion(.success(value)) }
            },
            fail: { completion(.failure($0)) }
        )
        let mustWake = try state.withLock { state throws(Overloaded) in
            guard !state.isClosing, state.waiting < limits.waiting, state.waitingBytes < limits.waitingBytes else {
                throw Overloaded(waiting: state.waiting, isClosing: state.isClosing)
            }
            state.items.append(item)
            state.waiting += 1
            state.waitingBytes += weight
            return state.wakes()
        }
        if mustWake { wake.signal() }
    }

    /// Runs `answer` on the writer's thread soon, outside any transaction: the thread is alive. Must be quick.
    package func echo(_ answer: @escaping @Sendable () -> Void) {
        let mustWake = state.withLock { state in
            state.echoes.append(answer)
            return state.wakes()
        }
        if mustWake { wake.signal() }
    }

    /// Writes, and returns when the result is on stable storage.
    ///
    /// Once accepted, the work is done even if the caller is cancelled.
    ///
    /// - Throws: `Overloaded`, `StorageFailure`, or errors of `work`.
    package func run<Value: Sendable>(
        weight: Int = 512,
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try submit(weight: weight, work) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Continues in another file from the next batch on. Returns the former store, which the caller must close.
    ///
    /// - Parameter atSwitch: called on the writer's thread between the last batch of the old file and the first of the
    ///   new one.
    package func redirect(
        to store: SQLiteStore,
        atSwitch: @escaping @Sendable () -> Void = {}
    ) async throws -> SQLiteStore {
        try await withCheckedThrowingContinuation { continuation in
            let mustWake = state.withLock { state -> Bool? in
                guard !state.isClosing, state.redirect == nil else { return nil }
                state.redirect = Redirect(store: store, atSwitch: atSwitch) { continuation.resume(returning: $0) }
                return state.wakes()
            }
            guard let mustWake else { return continuation.resume(throwing: StorageFailure.closed) }
            if mustWake { wake.signal() }
        }
    }

    /// Stops accepting work, writes what is waiting, and closes the file. Safe to call more than once.
    package func close() async {
        state.withLock { $0.isClosing = true }
        wake.signal()
        await ended.wait()
    }
}
