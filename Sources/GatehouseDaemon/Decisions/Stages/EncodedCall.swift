import Dialects
import GatehouseModel
import PolicyEngine

/// A decided call, encoded by its dialect.
final class EncodedCall: Sendable {
    let settled: SettledCall
    let answer: HTTPAnswer
    /// Parts of the decision that the dialect could not express.
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
    /// The message to the person, if any.
    var message: String? {
        switch self {
        case .continue: nil
        case .block(let message), .invalid(let message, _), .pending(let message): message
        }
    }
}
