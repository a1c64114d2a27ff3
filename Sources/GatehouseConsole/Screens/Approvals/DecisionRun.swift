import ControlProtocol
import GatehouseModel

/// A decision that is sent part by part. The next part is sent when the previous one was answered, so that the decision
/// can be stopped and the daemon is not overloaded.
package struct DecisionRun: Sendable {
    /// The maximum number of requests that the daemon decides in one call.
    static let portion = 500

    /// An entry that is added to a list as part of the same act.
    package struct Addition: Sendable {
        var list: String
        var draft: EntryDraft
    }

    /// One part of the decision.
    struct Part: Sendable {
        var ids: [CallID]
        var body: DecideApprovals.Body
    }

    /// The number of the act that it belongs to.
    let act: Int
    let verdict: DecideApprovals.Verdict
    /// All requests of the decision.
    let ids: [CallID]
    /// The parts still to be sent.
    var parts: [Part]
    var addition: Addition?
    var done: [Approval] = []
    var failed: [DecideReply.Result] = []

    init(
        act: Int,
        _ targets: [Approval],
        _ verdict: DecideApprovals.Verdict,
        reason: String?,
        message: String?,
        addition: Addition?
    ) {
        self.act = act
        self.verdict = verdict
        self.addition = addition
        ids = targets.map(\.id)
        // A text with a code in it is different for each applicant.
        let size = message?.contains("{code}") ?? false ? 1 : Self.portion
        parts = stride(from: 0, to: targets.count, by: size).map { start in
            let part = targets[start..<min(start + size, targets.count)]
            let code = part.first?.code.description ?? ""
            let body = DecideApprovals.Body(
                items: part.map { .init(id: $0.id.description, revision: $0.revision) },
                verdict: verdict,
                reason: reason,
                message: message?.replacing("{code}", with: code)
            )
            return Part(ids: part.map(\.id), body: body)
        }
    }

    /// `approved`, `denied`.
    var word: String { verdict == .approve ? "approved" : "denied" }
}
