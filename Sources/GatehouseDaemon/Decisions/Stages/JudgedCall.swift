package import GatehouseModel
package import PolicyEngine

/// A call about which the policy has spoken.
package struct JudgedCall: Sendable {
    package let recognised: RecognisedCall
    package let judgement: Judgement

    package var endpoint: Endpoint { recognised.decoded.endpoint.definition }
    package var claims: Claims { recognised.decoded.claims }
    package var hits: [Judgement.Hit] { judgement.hits }

    package init(_ recognised: RecognisedCall) {
        self.recognised = recognised
        let decoded = recognised.decoded
        judgement = decoded.authenticated.policy.snapshot.judgement(
            on: Question(decoded.claims),
            at: decoded.authenticated.request.received
        )
    }

    /// A message as this person reads it.
    package func text(_ message: LocalizedMessage, code: ReferenceCode? = nil, queue: String? = nil) -> String {
        message.text(
            for: claims.locales,
            values: MessageValues(code: code ?? recognised.code, claims: claims, queue: queue)
        )
    }
}
