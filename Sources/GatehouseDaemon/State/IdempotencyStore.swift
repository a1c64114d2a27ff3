package import Foundation
package import GatehouseModel
import Synchronization

/// A request to change something, identified by the key that its sender chose.
package struct IdempotencyTicket: Sendable, Hashable {
    /// The maximum length of a key, in bytes.
    package static let keyLimit = 64

    package let key: String
    package let uid: UInt32
    package let method: String
    package let path: String
    /// SHA-256 of the body.
    package let bodyHash: Data
    package let time: Timestamp

    /// - Throws: `StateError.invalid` if the key is empty, longer than `keyLimit`, or has characters other than visible
    ///   ASCII.
    package init(
        key: String,
        uid: UInt32,
        method: String,
        path: String,
        bodyHash: Data,
        at time: Timestamp
    ) throws(StateError) {
        guard (1...Self.keyLimit).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("the Idempotency-Key must be 1 to \(Self.keyLimit) visible ASCII characters; use a UUID")
        }
        self.key = key
        self.uid = uid
        self.method = method
        self.path = path
        self.bodyHash = bodyHash
        self.time = time
    }

    fileprivate var slot: IdempotencyStore.Slot { .init(uid: uid, key: key) }
}

/// The reply to a request for a change.
package struct StoredReply: Sendable, Hashable {
    /// The HTTP status.
    package var status: Int
    /// The `ETag` of the reply, if it had one.
    package var revision: Int?
    /// The body, JSON.
    package var body: Data

    package init(status: Int, revision: Int? = nil, body: Data) {
        self.status = status
        self.revision = revision
        self.body = body
    }
}

/// A reply that is stored in the same transaction as the change it reports.
package struct RecordedReply<Value>: Sendable {
    package let ticket: IdempotencyTicket
    /// Makes the reply from the result of the change.
    package let encode: @Sendable (Value) throws -> StoredReply

    package init(ticket: IdempotencyTicket, encode: @escaping @Sendable (Value) throws -> StoredReply) {
        self.ticket = ticket
        self.encode = encode
    }

    func keep(_ value: Value, in transaction: Transaction) throws {
        try IdempotencyStore.keep(try encode(value), for: ticket, in: transaction)
    }
}

/// Stores the reply to each change for 24 hours, so that sending a request again does nothing twice.
///
/// Call `begin` first. If it returns `.fresh`, make the change, either with a `RecordedReply` (which stores the reply in
/// the change's own transaction) or followed by `finish`. In every case call `end` afterwards.
package final class IdempotencyStore: Sendable {
    /// How long replies are stored.
    package static let lifetime: Duration = .seconds(24 * 3600)
    /// The maximum number of stored replies; the oldest are removed first.
    package static let countLimit = 20_000
    /// The largest reply stored, in bytes. Repeating a change with a larger one is a conflict.
    package static let bodyLimit = 1 << 20

    /// The result of `begin`.
    package enum Start: Sendable, Hashable {
        /// The request is new: make the change.
        case fresh
        /// The change was made already; this was the reply.
        case replay(StoredReply)
        /// The key was used for another request.
        case reused
        /// The change is being made right now.
        case inProgress
    }

    fileprivate struct Slot: Hashable, Sendable {
        var uid: UInt32
        var key: String
    }

    private let store: StateStore
    /// Changes that this daemon is doing; another daemon's are known only once their reply is stored.
    private let running = Mutex<Set<Slot>>([])

    package init(store: StateStore) { self.store = store }

    /// Looks the request up and, if it is new, marks it as running until `end`.
    package func begin(_ ticket: IdempotencyTicket) async throws -> Start {
        guard running.withLock({ $0.insert(ticket.slot).inserted }) else { return .inProgress }
        do {
            let start = try await lookUp(ticket)
            if start != .fresh { end(ticket) }
            return start
        } catch {
            end(ticket)
            throw error
        }
    }

    /// Stores the reply to a change that was made without a `RecordedReply`.
    package func finish(_ ticket: IdempotencyTicket, with reply: StoredReply) async throws {
        try await store.write { transaction in try Self.keep(reply, for: ticket, in: transaction) }
    }

    /// The change is no longer running, whether it succeeded or not. Call it exactly once after `.fresh`.
    package func end(_ ticket: IdempotencyTicket) {
        running.withLock { _ = $0.remove(ticket.slot) }
    }

    /// Removes replies that are too old, and the oldest beyond `countLimit`, at most 500 at a time.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    package func prune(at now: Timestamp) async throws -> Int {
        let limit = (now - Self.lifetime).milliseconds
        return try await store.write { transaction in
            let excess = try max(
                0,
                (transaction.value("SELECT count(*) FROM idempotency") ?? 0) - Self.countLimit
            )
            try transaction.execute(
                "DELETE FROM idempotency WHERE (uid, key) IN"
                    + " (SELECT uid, key FROM idempotency WHERE time <= ? LIMIT 500)",
                [limit]
            )
            let old = transaction.changedRows
            guard excess > old else { return old }
            try transaction.execute(
                "DELETE FROM idempotency WHERE (uid, key) IN (SELECT uid, key FROM idempotency ORDER BY time LIMIT ?)",
                [min(excess - old, 500)]
            )
            return old + transaction.changedRows
        }
    }

    private func lookUp(_ ticket: IdempotencyTicket) async throws -> Start {
        let oldest = (ticket.time - Self.lifetime).milliseconds
        return try await store.read { transaction in
            let start = try transaction.first(
                "SELECT method, path, body_hash, status, revision, body FROM idempotency"
                    + " WHERE uid = ? AND key = ? AND time > ?",
                [ticket.uid, ticket.key, oldest]
            ) { row -> Start in
                guard try row[0] == ticket.method, try row[1] == ticket.path, try row[2] == ticket.bodyHash else {
                    return .reused
                }
                return .replay(StoredReply(status: try row[3], revision: try row[4], body: try row[5]))
            }
            return start ?? .fresh
        }
    }

    fileprivate static func keep(
        _ reply: StoredReply,
        for ticket: IdempotencyTicket,
        in transaction: Transaction
    ) throws {
        let kept = reply.body.count <= bodyLimit ? reply : tooLarge
        try transaction.execute(
            "INSERT INTO idempotency (uid, key, method, path, body_hash, time, status, revision, body)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid, key) DO UPDATE SET method = excluded.method,"
                + " path = excluded.path, body_hash = excluded.body_hash, time = excluded.time, status = excluded.status,"
                + " revision = excluded.revision, body = excluded.body",
            [
                ticket.uid, ticket.key, ticket.method, ticket.path, ticket.bodyHash, ticket.time.milliseconds,
                kept.status, kept.revision, kept.body,
            ]
        )
    }

    private static let tooLarge = StoredReply(
        status: 409,
        body: Data(
            #"{"detail":"the change was done, but its answer was too large to be kept; read the present state","#.utf8
        ) + Data(#""status":409,"title":"Something else changed it","type":"tag:gatehouse,2026:conflict"}"#.utf8)
    )
}
