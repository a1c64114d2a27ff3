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

    /// A filter as this caller may ask it: viewers see people masked, and may not find them out by filtering either.
    func filter<Record: QueryRecord>(_ text: String?, for record: Record.Type) throws -> Query? {
        guard let text else { return nil }
        let query = try Query(text, for: record, now: now)
        return caller.seesMasked ? try query.withoutPeople(in: record.queryFields) : query
    }

    /// Refuses what would tell a viewer who a person is.
    func requireSight(of what: String, instead: String) throws(Problem) {
        guard caller.seesMasked else { return }
        throw Problem(
            .roleRequired,
            "\(what) needs the role approver, because you see people masked",
            hint: instead
        )
    }

    /// What a service keeps in the same transaction as the change.
    func recorded<Reply: Encodable & Sendable>(_ type: Reply.Type = Reply.self) -> RecordedReply<Reply>? {
        keeper?.recorded(type)
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
