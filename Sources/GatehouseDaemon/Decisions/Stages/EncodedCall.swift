import Dialects
import GatehouseModel
import PolicyEngine

/// A decided call in the words of its dialect.
final class EncodedCall: Sendable {
    let settled: SettledCall
    let answer: HTTPAnswer
    /// What the dialect could not say as decided.
    let notes: [String]
    let message: String?

    init(_ settled: SettledCall) {
        self.settled = settled
        let endpoint = settled.judged.recognised.decoded.endpoint
        let wire = endpoint.dialect.answer(settled.decision, at: endpoint.definition.step)
        answer = HTTPAnswer(status: wire.status, body: wire.body)
        notes = wire.notes
        message = settled.decision.message
    }
}

extension Decision {
    /// What the person is told, if anything.
    var message: String? {
        switch self {
        case .continue: nil
        case .block(let message), .invalid(let message, _), .pending(let message): message
        }
    }
}
