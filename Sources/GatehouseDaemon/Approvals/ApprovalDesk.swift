import Foundation
package import GatehouseModel
package import PolicyEngine
import Synchronization

/// All approval requests: each applicant's standing, new requests, and everything that approvers can do.
///
/// The store is authoritative; an index in memory follows it, so that calls never wait for the store. Every change is
/// written together with its audit record, and is published as an event once it is on stable storage.
package final class ApprovalDesk: Sendable {
    /// Whether an address belongs to a Unix user.
    package typealias OwnAddress = @Sendable (Actor, EmailAddress) -> Bool

    let store: StateStore
    private let index: Mutex<NewestRequests>
    let isOwn: OwnAddress
    let clock: ClockWatch
    let timers: RequestTimers
    private let newest: Mutex<CallID?>

    /// Reads the standing of all applicants.
    ///
    /// - Parameter isOwn: whether an address belongs to the person who decides. Unless said otherwise: its local part,
    ///   with or without a sub-address (`+tag`), is the Unix user's name.
    /// - Parameter clock: keeps deadlines right when the system clock is set.
    /// - Throws: `StorageFailure`, `StateError.damagedRow`.
    package init(
        store: StateStore,
        clock: ClockWatch = ClockWatch(),
        isOwn: @escaping OwnAddress = { actor, address in
            let name = actor.user.lowercased()
            return address.local == name || address.folded.hasPrefix(name + "@")
        }
    ) throws {
        self.store = store
        self.isOwn = isOwn
        self.clock = clock
        timers = RequestTimers(clock: clock)
        let read = try store.readNow { (try NewestRequests(reading: $0), try ApprovalRow.newestID($0)) }
        index = Mutex(read.0)
        newest = Mutex(read.1)
    }

    /// An id for a request made at `now`. It is greater than all earlier ones, even if the clock was set back: the order
    /// of ids is the order of requests.
    func newID(at now: Timestamp) -> CallID {
        newest.withLock { newest in
            let id = CallID(at: now, after: newest)
            newest = id
            return id
        }
    }

    /// An applicant's standing. Never waits for the store, so it may be called on event loops.
    package func standing(of applicant: Applicant, in queue: Queue, at now: Timestamp) -> Standing {
        index.withLock { $0.standing(of: applicant.key, in: queue, at: clock.due(now)) }
    }

    /// How many requests are pending.
    package var pendingCount: Int { index.withLock(\.pending) }

    /// Adds committed requests to the index, on the writer's thread and in order. Changes of other daemons must be
    /// added here too.
    private func follow(_ rows: [ApprovalRow]) {
        index.withLock { index in
            for row in rows { index.note(row) }
        }
    }

    /// Changes requests. The requests that `change` leaves in its list are added to the index and published once they
    /// are on stable storage, before the next commit.
    func change<Value: Sendable>(
        weight: Int = 4096,
        keeping reply: RecordedReply<Value>? = nil,
        _ change: @escaping @Sendable (Transaction, inout [ApprovalRow]) throws -> Value
    ) async throws -> Value {
        try await store.write(
            weight: weight,
            Self.writing(change, keeping: reply),
            published: { [self] written in follow(written.rows) }
        ).value
    }

    /// The same for callers that cannot wait.
    func submit<Value: Sendable>(
        weight: Int,
        _ change: @escaping @Sendable (Transaction, inout [ApprovalRow]) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(Overloaded) {
        try store.submit(
            weight: weight,
            Self.writing(change, keeping: nil),
            published: { [self] written in follow(written.rows) },
            completion: { completion($0.map(\.value)) }
        )
    }

    private static func writing<Value: Sendable>(
        _ change: @escaping @Sendable (Transaction, inout [ApprovalRow]) throws -> Value,
        keeping reply: RecordedReply<Value>?
    ) -> @Sendable (Transaction) throws -> Written<Value> {
        { transaction in
            var rows: [ApprovalRow] = []
            let value = try change(transaction, &rows)
            try reply?.keep(value, in: transaction)
            for row in rows { transaction.publish(.approval(row.approval)) }
            return Written(value: value, rows: rows)
        }
    }

    private struct Written<Value: Sendable>: Sendable {
        var value: Value
        var rows: [ApprovalRow]
    }
}
