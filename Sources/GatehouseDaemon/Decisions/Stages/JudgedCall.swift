package import GatehouseModel
import NIOCore
package import PolicyEngine

/// A call on which the policy has given its verdict.
package final class JudgedCall: Sendable {
    package let recognised: RecognisedCall
    package let judgement: Judgement
    /// The claims with the rules' changes.
    package let claims: Claims
    /// When the lists were done and the rules began.
    let listsDone: NIODeadline

    package var endpoint: Endpoint { recognised.decoded.endpoint.definition }
    package var hits: [Judgement.Hit] { judgement.hits }

    /// - Parameter now: the time by which list entries expire.
    package init(_ recognised: RecognisedCall, expiringAt now: Timestamp) {
        self.recognised = recognised
        let decoded = recognised.decoded
        let came = decoded.claims
        let snapshot = decoded.authenticated.policy.snapshot
        let question = Question(came, client: decoded.authenticated.request.client)
        let lists = snapshot.listJudgement(on: question, at: now)
        listsDone = NIODeadline.now()
        judgement = snapshot.judgement(after: lists, question, came, call: CallFacts(decoded), at: now)
        claims = judgement.changed(came)
    }

    /// The sign-up continues with the claims that the rules changed.
    var proceeding: Decision { .continue(claims: judgement.changes) }

    /// A message in this person's language.
    package func text(_ message: LocalizedMessage, code: ReferenceCode? = nil, queue: String? = nil) -> String {
        message.text(
            for: claims.locales,
            values: MessageValues(code: code ?? recognised.code, claims: claims, queue: queue)
        )
    }
}

extension CallFacts {
    fileprivate init(_ decoded: DecodedCall) {
        let endpoint = decoded.endpoint.definition
        self.init(
            endpoint: endpoint.name,
            step: endpoint.step,
            dialect: endpoint.dialect,
            ip: decoded.authenticated.request.client,
            time: decoded.received
        )
    }
}
