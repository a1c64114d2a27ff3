package import GatehouseModel

/// A decided call: by the policy, by an approval, or by the endpoint's default.
package final class SettledCall: Sendable {
    package let judged: JudgedCall
    package let decision: Decision
    package let decidedBy: Decider
    /// The approval request that the call made or found.
    package let approval: ReferenceCode?
    /// What the approval contributed to the trace.
    package let considered: [Trace.Considered]

    package init(
        _ judged: JudgedCall,
        _ decision: Decision,
        by decidedBy: Decider,
        approval: ReferenceCode? = nil,
        considered: [Trace.Considered] = []
    ) {
        self.judged = judged
        self.decision = decision
        self.decidedBy = decidedBy
        self.approval = approval
        self.considered = considered
    }
}
