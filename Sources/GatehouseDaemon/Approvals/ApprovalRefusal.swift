package import ControlProtocol
package import GatehouseModel

/// Why an approval request did not change. These are answers to the person who tried, not failures.
package enum ApprovalRefusal: Error, Sendable, Hashable {
    case alreadyDecided(state: ApprovalState, by: String?)
    case takenByAnother(user: String, until: Timestamp)
    case revisionMismatch(seen: Int, current: Int)
    /// The applicant's address is the approver's own.
    case ownAddress
    /// Denying needs a reason for the log.
    case reasonRequired
    /// The first of two approvals came from the same person.
    case secondPersonRequired
    /// A decision can be undone only by the person who made it.
    case notYourDecision
    /// The time to undo it is over.
    case undoTooLate
    /// The applicant has made a newer request since.
    case newerRequest
    /// Nobody has taken it.
    case notTaken
    case unknown(String)
}

extension ApprovalRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .alreadyDecided(let state, let user):
            "it is \(state.rawValue) already" + (user.map { ", by \($0)" } ?? "")
        case .takenByAnother(let user, let until): "\(user) has taken it until \(until)"
        case .revisionMismatch(let seen, let current): "it changed: you saw revision \(seen), it is at \(current)"
        case .ownAddress: "the applicant has your own address; somebody else must decide"
        case .reasonRequired: "denying needs a reason for the log"
        case .secondPersonRequired: "you approved it already; a second person must approve it too"
        case .notYourDecision: "there is no decision of yours to take back"
        case .undoTooLate:
            "a decision can be taken back for \(ApprovalMachine.undoTime.components.seconds) seconds only"
        case .newerRequest: "the applicant has asked again since; decide the newer request"
        case .notTaken: "you have not taken it"
        case .unknown(let id): "there is no approval request \(id)"
        }
    }

    /// The refusal as a problem of the control protocol.
    package func problem(current: JSONValue? = nil) -> Problem {
        Problem(kind, description, current: current)
    }

    private var kind: Problem.Kind {
        switch self {
        case .alreadyDecided: .alreadyDecided
        case .takenByAnother: .takenByAnother
        case .revisionMismatch: .revisionMismatch
        case .ownAddress, .reasonRequired: .invalid
        case .secondPersonRequired, .notYourDecision, .undoTooLate, .newerRequest, .notTaken: .conflict
        case .unknown: .notFound
        }
    }
}
