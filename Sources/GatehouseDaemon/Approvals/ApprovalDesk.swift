import Foundation
package import GatehouseModel
package import PolicyEngine
import Synchronization

/// All approval requests: where each applicant stands, asking, and everything an approver can do.
///
/// The store decides; the index in memory follows it and answers the hot path without waiting. Every change is
/// written together with its audit record, and is published as an event once it is on stable storage.
package final class ApprovalDesk: Sendable {
    /// The comparable addresses that belong to a Unix user, and whether an address is theirs.
    package typealias OwnAddress = @Sendable (Actor, EmailAddress) -> Bool

    let store: StateStore
    private let index: Mutex<StandingIndex>
    let isOwn: OwnAddress

    /// Reads where everybody stands.
    ///
    /// - Parameter isOwn: whether an address belongs to the person who decides. Unless said otherwise: its local part,
    ///   with or without a sub-address (`+tag`), is the Unix user's name.
    /// - Throws: `StorageFailure`, `StateError.damagedRow`.
    package init(
        store: StateStore,
        isOwn: @escaping OwnAddress = { actor, address in
            let name = actor.user.lowercased()
            return address.local == name || address.folded.hasPrefix(name + "@")
        }
    ) throws {
        self.store = store
        self.isOwn = isOwn
        index = Mutex(try store.readNow { try StandingIndex(reading: $0) })
    }

    /// Where an applicant stands. Never waits for the store: fit for event loops.
    package func standing(of applicant: Applicant, in queue: Queue, at now: Timestamp) -> Standing {
        index.withLock { $0.standing(of: applicant.key, in: queue, at: now) }
    }

    /// How many requests are pending.
    package var pendingCount: Int { index.withLock(\.pending) }

    /// Takes committed requests into the index, on the writer's thread and in order. Another daemon's changes are to come
    /// in here too.
    private func follow(_ rows: [ApprovalRow]) {
        index.withLock { index in
            for row in rows { index.note(row) }
        }
    }

    /// Changes requests. Those that `change` leaves in its list are in the index and published once they are on stable
    /// storage, and before the next commit is.
    func change<Value: Sendable>(
        weight: Int = 4096,
        keeping reply: RecordedReply<Value>? = nil,
        _ change: @escaping @Sendable (Transaction, inout [ApprovalRow]) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try submit(weight: weight, keeping: reply, change) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// The same for callers that cannot wait.
    func submit<Value: Sendable>(
        weight: Int = 4096,
        keeping reply: RecordedReply<Value>? = nil,
        _ change: @escaping @Sendable (Transaction, inout [ApprovalRow]) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(Overloaded) {
        try store.submit(
            weight: weight,
            { transaction in
                var rows: [ApprovalRow] = []
                let value = try change(transaction, &rows)
                try reply?.keep(value, in: transaction)
                for row in rows { transaction.publish(.approval(row.approval)) }
                return Written(value: value, rows: rows)
            },
            published: { [self] written in follow(written.rows) },
            completion: { completion($0.map(\.value)) }
        )
    }

    private struct Written<Value: Sendable>: Sendable {
        var value: Value
        var rows: [ApprovalRow]
    }
}
