import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization

/// One request being answered: who asked, when, and what to answer it with.
struct Exchange: Sendable {
    let caller: Caller
    let door: ControlDoor
    let now: Timestamp
    /// For changes: keeps the reply for the sender to ask again.
    var keeper: ReplyKeeper?

    var services: ControlServices { door.services }

    /// What a service keeps in the same transaction as the change.
    func recorded<Reply: Encodable & Sendable>(_ type: Reply.Type = Reply.self) -> RecordedReply<Reply>? {
        keeper?.recorded(type)
    }
}

/// Keeps the reply to one change, and knows whether the change's own transaction did so.
final class ReplyKeeper: Sendable {
    private let ticket: IdempotencyTicket
    private let wasKept = Atomic(false)

    init(ticket: IdempotencyTicket) { self.ticket = ticket }

    func recorded<Reply: Encodable & Sendable>(_ type: Reply.Type) -> RecordedReply<Reply> {
        RecordedReply(ticket: ticket) { [self] reply in
            let stored = try Self.stored(reply)
            wasKept.store(true, ordering: .releasing)
            return stored
        }
    }

    /// Keeps the reply unless the change did.
    func keep(_ reply: StoredReply, in store: IdempotencyStore) async throws {
        guard !wasKept.load(ordering: .acquiring) else { return }
        try await store.finish(ticket, with: reply)
    }

    static func stored(_ reply: any Encodable) throws -> StoredReply {
        StoredReply(
            status: 200,
            revision: (reply as? any Tagged)?.tag,
            body: try ControlJSON.encoder().encode(reply)
        )
    }
}

/// A reply about one object that carries its revision, sent as `ETag: "N"`.
protocol Tagged {
    var tag: Int { get }
}

extension Approval: Tagged {
    var tag: Int { revision }
}

extension ApprovalDetail: Tagged {
    var tag: Int { approval.revision }
}

extension ListSummary: Tagged {
    var tag: Int { revision }
}

extension EntriesChanged: Tagged {
    var tag: Int { list.revision }
}

extension PolicyDocumentReply: Tagged {
    var tag: Int { revision }
}

extension PolicyDraft: Tagged {
    var tag: Int { edition }
}
