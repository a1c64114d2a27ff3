package import GatehouseModel
package import PolicyEngine

/// A call about which the policy has spoken.
package final class JudgedCall: Sendable {
    package let recognised: RecognisedCall
    package let judgement: Judgement

    package var endpoint: Endpoint { recognised.decoded.endpoint.definition }
    package var claims: Claims { recognised.decoded.claims }
    package var hits: [Judgement.Hit] { judgement.hits }

    package init(_ recognised: RecognisedCall) {
        self.recognised = recognised
        let decoded = recognised.decoded
        let question = Question(decoded.claims, client: decoded.authenticated.request.client)
        var judgement = decoded.authenticated.policy.snapshot.judgement(on: question, at: decoded.received)
        if decoded.claims.email != nil, question.email == nil, !judgement.verdict.isAllowed {
            // No entry for addresses or domains could match it, so a deny list could be slipped past: fail closed.
            judgement.verdict = .blocked(by: Decider(rawValue: "claims:email"), message: StockMessages.denied)
        }
        self.judgement = judgement
    }

    /// A message as this person reads it.
    package func text(_ message: LocalizedMessage, code: ReferenceCode? = nil, queue: String? = nil) -> String {
        message.text(
            for: claims.locales,
            values: MessageValues(code: code ?? recognised.code, claims: claims, queue: queue)
        )
    }
}

extension Verdict {
    fileprivate var isAllowed: Bool {
        if case .allowed = self { true } else { false }
    }
}
