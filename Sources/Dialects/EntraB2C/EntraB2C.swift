package import GatehouseModel

/// API connectors of Azure AD B2C user flows: the contract of `EntraB2B`, plus the step and the application in each
/// call, and a third step before the token is issued.
///
/// Source: Microsoft's pages "Add an API connector to a sign-up user flow" and "Enrich tokens with claims from external
/// sources using API connectors" (2021 to 2023).
package enum EntraB2C: Dialect {
    package static let name = DialectName.entraB2C

    /// The deadline and the patience are those of B2C since 2025: a timeout of 5 seconds, then one retry.
    package static let facts = DialectFacts(
        steps: EntraB2B.facts.steps + [
            StepFacts(.preTokenIssuance, folds: [.block: .continue, .invalid: .continue, .pending: .continue])
        ],
        defaultDeadline: .seconds(3),
        providerPatience: .seconds(5),
        journalNumber: 1,
        sampleAttributes: { step in
            let application: [String: JSONValue] = [Member.clientID: "b8f2d1c4-93a7-4e65-a0c8-7f14e5d6b329"]
            guard step == .preTokenIssuance else { return application }
            return application.merging([Member.objectID: "d2b1f7a9-0c5e-4d38-8f6b-7a9c1e3d5f70"]) { $1 }
        }
    )

    /// Members that only this dialect has.
    enum Member {
        static let step = "step"
        static let clientID = "client_id"
        static let objectID = "objectId"
    }

    /// Members, beyond those of `EntraB2B`, that are about the call and not the person.
    static let ownMembers: Set = [Member.step, Member.clientID, Member.objectID]

    /// The name of a step in the wire format.
    static func word(for step: Step) -> String {
        switch step {
        case .postFederation: "PostFederationSignup"
        case .postAttributeCollection: "PostAttributeCollection"
        case .preTokenIssuance: "PreTokenIssuance"
        }
    }

    /// A name that one published example uses for `PreTokenIssuance`.
    private static let tokenAlias = "PreTokenApplicationClaims"

    package static func claims(of call: InboundCall, at step: Step) throws(BodyProblem) -> Claims {
        var claims = try EntraB2B.claims(of: call, at: step)
        // This dialect writes a missing value as an empty text.
        if claims.email?.isBlank == true {
            claims.email = nil
            claims.adoptAddress()
        }
        if claims.attributes[Member.step] == .string(tokenAlias) {
            claims.attributes[Member.step] = .string(word(for: .preTokenIssuance))
        }
        return claims
    }

    /// Writes the body of a call. It has the application's id if the claims have a `client_id`, and the person's object
    /// id only before token issuance, when an account exists.
    package static func request(_ claims: Claims, at step: Step) -> [UInt8] {
        var claims = claims
        claims.attributes[Member.step] = .string(word(for: step))
        if step != .preTokenIssuance { claims.attributes[Member.objectID] = nil }
        return EntraB2B.request(claims, at: step)
    }

    /// Writes a decision. Before token issuance a sign-up can no longer be stopped; an answer can only add claims to
    /// the token.
    package static func answer(_ decision: Decision, at step: Step) -> WireAnswer {
        switch decision {
        case .continue(let claims):
            return proceed(with: claims)
        case .block, .invalid, .pending:
            guard facts.at(step)?.folds[decision.outcome] == .continue else {
                return EntraB2B.answer(decision, at: step)
            }
            var answer = proceed(with: [:])
            answer.notes.append(
                "\(step.rawValue) can only go on; the decision \(decision.outcome.rawValue) could not be sent"
            )
            return answer
        }
    }

    private static func proceed(with claims: [String: JSONValue]) -> WireAnswer {
        let dropped = claims.keys.filter { ownMembers.contains($0) }.sorted()
        var answer = EntraB2B.answer(
            .continue(claims: claims.filter { !ownMembers.contains($0.key) }),
            at: .postFederation
        )
        answer.notes += dropped.map { "the claim \($0) cannot be changed by an answer and was left out" }
        return answer
    }

    /// Returns the meaning of a connector's reply.
    package static func reading(of reply: WireReply, at step: Step, leniency: Leniency) -> Reading {
        switch EntraB2B.reading(of: reply, at: step, leniency: leniency) {
        case .continue(let claims):
            return .continue(claims: claims.filter { !ownMembers.contains($0.key) })
        case .block where step == .preTokenIssuance:
            return .failure(
                Breach(
                    .continueOnlyBeforeToken,
                    "ShowBlockPage came at \(step.rawValue), where the provider only understands Continue; block earlier"
                )
            )
        case let reading:
            return reading
        }
    }
}
