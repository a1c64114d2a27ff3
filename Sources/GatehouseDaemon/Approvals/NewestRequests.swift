package import GatehouseModel
import PolicyEngine

/// An applicant's standing in a queue.
package enum Standing: Sendable, Hashable {
    /// No request, or none that still counts.
    case none
    case pending(ReferenceCode)
    /// `message` is what the approver wrote for the applicant, if anything.
    case denied(ReferenceCode, mayAskAgain: Bool, message: String?)
    case approved(ReferenceCode)
}

/// The newest request of each applicant in each queue, in memory: about 80 bytes each.
///
/// It follows the store: entries change once the transaction is committed.
struct NewestRequests {
    private struct Entry {
        var id: CallID
        var state: ApprovalState
        /// When a pending request expires, or when a denied one was denied, in milliseconds; Int64.max for never.
        var moment: Int64
    }

    private var queues: [String: [Applicant.Key: Entry]] = [:]
    /// What approvers wrote to denied applicants; few requests have such a text.
    private var messages: [CallID: String] = [:]
    /// The number of pending requests, including those that are due to expire.
    private(set) var pending = 0

    /// Reads the newest request of every applicant.
    init(reading transaction: Transaction) throws {
        try transaction.forEach(
            "SELECT id, queue, state, applicant, expires, decided_at, message FROM approval ORDER BY id"
        ) { row in
            guard let id = CallID(storedBytes: try row[0]), let state = ApprovalState(rawValue: try row[2]),
                let applicant = Applicant.Key(storedBytes: try row[3])
            else {
                throw StateError.damagedRow(
                    table: "approval",
                    detail: "a row has an id, state or applicant of no known form"
                )
            }
            let entry = Entry(id: id, state: state, moment: Self.moment(state, try row[4], try row[5]))
            note(applicant, in: try row[1], entry, message: try row[6])
        }
    }

    /// Follows a committed row.
    mutating func note(_ row: ApprovalRow) {
        let approval = row.approval
        let moment = Self.moment(approval.state, approval.expires?.milliseconds, approval.decidedAt?.milliseconds)
        let entry = Entry(id: approval.id, state: approval.state, moment: moment)
        note(row.applicant, in: approval.queue, entry, message: approval.message)
    }

    func standing(of applicant: Applicant.Key, in queue: Queue, at now: Timestamp) -> Standing {
        guard let entry = queues[queue.name]?[applicant] else { return .none }
        switch entry.state {
        case .pending: return now.milliseconds < entry.moment ? .pending(entry.id.code) : .none
        case .approved: return .approved(entry.id.code)
        case .denied:
            let decided = Timestamp(milliseconds: entry.moment)
            let again = queue.mayAskAgain(denied: decided, at: now)
            return .denied(entry.id.code, mayAskAgain: again, message: messages[entry.id])
        case .expired, .withdrawn: return .none
        }
    }

    private mutating func note(_ applicant: Applicant.Key, in queue: String, _ entry: Entry, message: String?) {
        let former = queues[queue]?[applicant]
        if let former, entry.id < former.id { return }
        if let former { messages[former.id] = nil }
        if entry.state == .denied { messages[entry.id] = message }
        pending += (entry.state == .pending ? 1 : 0) - (former?.state == .pending ? 1 : 0)
        switch entry.state {
        case .pending, .approved, .denied: queues[queue, default: [:]][applicant] = entry
        case .expired, .withdrawn: queues[queue]?[applicant] = nil
        }
    }

    private static func moment(_ state: ApprovalState, _ expires: Int64?, _ decided: Int64?) -> Int64 {
        (state == .denied ? decided : expires) ?? Int64.max
    }
}

extension Queue {
    /// Whether an applicant who was denied at `denied` may ask again at `now`.
    func mayAskAgain(denied: Timestamp, at now: Timestamp) -> Bool {
        switch reRequest {
        case .never: false
        case .after(let time): now >= denied + time
        case .always: true
        }
    }
}
