import ControlProtocol
import GatehouseDaemon
import GatehouseModel

extension ApprovalMachine {
    /// A request made at noon that expires an hour later.
    static let asked = ApprovalMachine(
        Approval(
            id: CallID(at: .noon),
            queue: "guests",
            created: .noon,
            updated: .noon,
            expires: .noon + .seconds(3600)
        )
    )

    /// Approves without a reason or message.
    mutating func approve(by actor: Actor, quorum: Int = 1, isOwn: Bool = false, at now: Timestamp) throws -> Step {
        try decide(.approve, reason: nil, message: nil, by: actor, quorum: quorum, isOwn: isOwn, at: now)
    }

    /// Denies with a reason.
    mutating func deny(by actor: Actor, quorum: Int = 1, at now: Timestamp) throws -> Step {
        try decide(.deny, reason: "unknown", message: nil, by: actor, quorum: quorum, at: now)
    }
}
