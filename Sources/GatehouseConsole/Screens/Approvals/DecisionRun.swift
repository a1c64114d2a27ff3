import ControlProtocol
import GatehouseModel

/// A decision that is being sent, part by part: the next part goes out when the one before was answered, so that it can
/// be stopped and nothing piles up.
package struct DecisionRun: Sendable {
    /// The most requests that the daemon decides at once.
    static let portion = 500

    /// An entry that is added to a list as part of the same act.
    package struct Addition: Sendable {
        var list: String
        var draft: EntryDraft
    }

    /// What is sent at once.
    struct Part: Sendable {
        var ids: [CallID]
        var body: DecideApprovals.Body
    }

    /// The act it is.
    let act: Int
    let verdict: DecideApprovals.Verdict
    /// All requests of it.
    let ids: [CallID]
    /// What is still to be sent.
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
        // A text with the code in it differs from applicant to applicant.
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
