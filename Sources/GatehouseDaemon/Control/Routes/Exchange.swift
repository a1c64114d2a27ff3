import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization

/// A request being answered: the caller, the time, and the services to use.
struct Exchange: Sendable {
    let caller: Caller
    let services: ControlServices
    let streams: EventStreams
    /// Makes the description of the protocol.
    let document: @Sendable () -> JSONValue
    let now: Timestamp
    /// For changes: stores the reply for repeated requests.
    var keeper: ReplyKeeper?

    /// The filter, limited to what the caller may filter by: viewers see people masked, and must not identify them by
    /// filtering either.
    func filter<Record: QueryRecord>(_ text: String?, for record: Record.Type) throws -> Query? {
        guard let text else { return nil }
        let query = try Query(text, for: record, now: now)
        return caller.seesMasked ? try query.withoutPeople(in: record.queryFields) : query
    }

    /// Refuses what would reveal to a viewer who a person is.
    func requireSight(of what: String, instead: String) throws(Problem) {
        guard caller.seesMasked else { return }
        throw Problem(
            .roleRequired,
            "\(what) needs the role approver, because you see people masked",
            hint: instead
        )
    }

    /// The reply for a service to store in the same transaction as the change.
    func recorded<Reply: Encodable & Sendable>(_ type: Reply.Type = Reply.self) -> RecordedReply<Reply>? {
        keeper?.recorded(type)
    }
}

/// A reply about one object that has a revision, sent as `ETag: "N"`.
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
