package import GatehouseModel

/// API connectors of Azure AD B2C user flows: the contract of `EntraB2B`, with the step and the application named in
/// each call, and a third step before the token is sent.
///
/// Source: Microsoft's pages "Add an API connector to a sign-up user flow" and "Enrich tokens with claims from external
/// sources using API connectors" (2021 to 2023).
package enum EntraB2C: Dialect {
    package static let name = DialectName.entraB2C

    /// Members that only this dialect has.
    enum Member {
        static let step = "step"
        static let clientID = "client_id"
        static let objectID = "objectId"
    }

    /// Members that are about the call and not about the person, beside those of `EntraB2B`.
    static let ownMembers: Set = [Member.step, Member.clientID, Member.objectID]

    /// What the wire calls a step.
    static func word(for step: Step) -> String {
        switch step {
        case .postFederation: "PostFederationSignup"
        case .postAttributeCollection: "PostAttributeCollection"
        case .preTokenIssuance: "PreTokenIssuance"
        }
    }

    /// A name that one published example has for `PreTokenIssuance`.
    private static let tokenAlias = "PreTokenApplicationClaims"

    package static func claims(in body: UnsafeRawBufferPointer, at step: Step) throws(BodyProblem) -> Claims {
        var claims = try EntraB2B.claims(in: body, at: step)
        // An empty text is how this dialect writes that there is no value.
        if claims.email?.isBlank == true {
            claims.email = nil
            claims.adoptAddress()
        }
        if claims.attributes[Member.step] == .string(tokenAlias) {
            claims.attributes[Member.step] = .string(word(for: .preTokenIssuance))
        }
        return claims
    }

    /// Writes a call's body. The application's id goes out when the claims have a `client_id`; the person's object id
    /// only where there is an account: before the token.
    package static func request(_ claims: Claims, at step: Step) -> [UInt8] {
        var claims = claims
        claims.attributes[Member.step] = .string(word(for: step))
        if step != .preTokenIssuance { claims.attributes[Member.objectID] = nil }
        return EntraB2B.request(claims, at: step)
    }

    /// Writes a decision. Before the token a sign-up can no longer be stopped: only claims for the token can be given.
    package static func answer(_ decision: Decision, at step: Step) -> WireAnswer {
        switch decision {
        case .continue(let claims):
            return proceed(with: claims)
        case .block, .invalid, .pending:
            guard step == .preTokenIssuance else { return EntraB2B.answer(decision, at: step) }
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

    /// Says what a connector's reply means.
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
