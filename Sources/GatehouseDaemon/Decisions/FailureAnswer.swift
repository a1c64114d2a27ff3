import Dialects
import GatehouseModel
import NIOCore
import PolicyEngine

/// The answer when an internal error occurs or the deadline passes: the endpoint's failure policy, with a record of it.
struct FailureAnswer: Sendable {
    let journal: any CallJournal

    /// Answers the call. Does not wait for the journal, because the journal may be what failed.
    func answer(_ call: OpenCall, because reason: String) {
        guard !call.isAnswered else { return }
        guard let endpoint = call.endpoint else {
            return call.answer(
                HTTPAnswer(status: 500, contentType: "application/problem+json", body: Array(Self.problem.utf8))
            )
        }
        let claims = call.claims ?? Claims()
        let message = (endpoint.failureMessage ?? StockMessages.failure)
            .text(for: claims.locales, values: MessageValues(code: call.code, claims: claims))
        let decision: Decision =
            switch endpoint.failurePolicy {
            case .block: .block(message: message)
            case .continue: .continue(claims: [:])
            }
        let wire = endpoint.dialect.dialect.answer(decision, at: endpoint.step)
        let entry = call.entry(
            outcome: .failed,
            status: wire.status,
            by: .failurePolicy,
            response: wire.body,
            message: decision.message,
            note: "the failure policy (\(endpoint.failurePolicy.rawValue)) answered: \(reason)"
        )
        if call.isJournaled { journal.amend(entry) } else { journal.append(entry) { _ in } }
        call.isJournaled = true
        call.answer(HTTPAnswer(status: wire.status, body: wire.body))
    }

    private static let problem =
        #"{"type":"tag:gatehouse,2026:internal","title":"Something of ours went wrong","status":500}"# + "\n"
}
