import ControlProtocol
import Foundation
import Synchronization

/// Stores the reply to one change, and knows whether the change's own transaction already did.
///
/// The change counts as running from `begin` to `end`, or as long as this object exists, because an answer that is
/// produced while it is written may never be written.
final class ReplyKeeper: Sendable {
    private let ticket: IdempotencyTicket
    private let replies: IdempotencyStore
    private let wasKept = Atomic(false)
    private let isRunning = Atomic(false)

    init(ticket: IdempotencyTicket, in replies: IdempotencyStore) {
        self.ticket = ticket
        self.replies = replies
    }

    deinit { end() }

    /// Checks whether the change was made before, and marks it as running if not.
    func begin() async throws -> IdempotencyStore.Start {
        let start = try await replies.begin(ticket)
        if start == .fresh { isRunning.store(true, ordering: .releasing) }
        return start
    }

    /// Marks the change as no longer running, whatever its result.
    func end() {
        if isRunning.exchange(false, ordering: .acquiringAndReleasing) { replies.end(ticket) }
    }

    func recorded<Reply: Encodable & Sendable>(_ type: Reply.Type) -> RecordedReply<Reply> {
        RecordedReply(ticket: ticket) { [self] reply in
            let stored = try Self.stored(reply)
            wasKept.store(true, ordering: .releasing)
            return stored
        }
    }

    /// Stores the reply unless the change already did.
    func keep(_ reply: StoredReply) async throws {
        guard !wasKept.load(ordering: .acquiring) else { return }
        try await replies.finish(ticket, with: reply)
    }

    static func stored(_ reply: any Encodable) throws -> StoredReply {
        StoredReply(
            status: 200,
            revision: (reply as? any Tagged)?.tag,
            body: try ControlJSON.encoder().encode(reply)
        )
    }
}
