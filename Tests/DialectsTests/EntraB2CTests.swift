import Dialects
import GatehouseModel
import Testing

private let token = Step.preTokenIssuance

@Suite struct `Entra B2C, calls` {
    @Test(
        arguments: [
            ("b2c-01-postfed-request.json", .postFederation, "PostFederationSignup"),
            ("b2c-02-postattr-request-federated.json", .postAttributeCollection, "PostAttributeCollection"),
            ("b2c-03-pretoken-request.json", .preTokenIssuance, "PreTokenIssuance"),
        ] as [(String, Step, String)]
    )
    func `a B2C call of every step is read completely and written back the same`(
        file: String,
        step: Step,
        word: String
    ) throws {
        let claims = try EntraB2C.claims(in: Fixture.bytes(file), at: step)
        #expect(claims.email == "lars.wikander@fjordmail.example")
        #expect(claims.issuer == "google.com")
        #expect(claims.locales == ["sv-SE"])
        #expect(claims.attributes["step"] == .string(word))
        #expect(claims.attributes["client_id"] == "b8f2d1c4-93a7-4e65-a0c8-7f14e5d6b329")
        #expect(try EntraB2C.claims(in: EntraB2C.request(claims, at: step), at: step) == claims)
    }

    @Test func `a B2C call with the other published names means the same`() throws {
        let body = #"{"clientId":"c","step":"PreTokenApplicationClaims"}"#
        let claims = try EntraB2C.claims(in: Array(body.utf8), at: token)
        #expect(claims.attributes == ["client_id": "c", "step": "PreTokenIssuance"])
    }

    @Test func `a B2C call names its step`() {
        let claims = Claims(email: "a@b.example", attributes: ["step": "PreTokenIssuance", "city": ""])
        let body = String(decoding: EntraB2C.request(claims, at: .postFederation), as: UTF8.self)
        #expect(body == #"{"email":"a@b.example","step":"PostFederationSignup"}"#)
    }

    @Test func `a B2C call has an object id only once there is an account`() {
        let claims = Claims(attributes: ["objectId": "o"])
        let before = String(decoding: EntraB2C.request(claims, at: .postAttributeCollection), as: UTF8.self)
        #expect(before == #"{"step":"PostAttributeCollection"}"#)
        let after = String(decoding: EntraB2C.request(claims, at: token), as: UTF8.self)
        #expect(after == #"{"objectId":"o","step":"PreTokenIssuance"}"#)
    }
}

@Suite struct `Entra B2C, answers` {
    func text(_ answer: WireAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }

    @Test func `a B2C answer never changes members that describe the call`() {
        let answer = EntraB2C.answer(.continue(claims: ["step": "x", "objectId": "o", "city": "Umeå"]), at: token)
        #expect(text(answer) == #"{"version":"1.0.0","action":"Continue","city":"Umeå"}"#)
        #expect(answer.notes.count == 2)
    }

    @Test(arguments: [Decision.block(message: "No."), .pending(message: "No."), .invalid(message: "No.", fields: [:])])
    func `a B2C answer before the token can only continue, and a note says so`(decision: Decision) {
        let answer = EntraB2C.answer(decision, at: token)
        #expect(answer.status == 200)
        #expect(text(answer) == #"{"version":"1.0.0","action":"Continue"}"#)
        #expect(answer.notes.count == 1)
    }

    static let decisions: [Decision] = [
        .continue(claims: [:]), .continue(claims: ["a": "x\u{202E}\"\n", "n": .null]), .block(message: ""),
        .pending(message: "…"), .invalid(message: "", fields: ["a": "b"]),
    ]

    @Test(arguments: decisions, EntraB2C.name.facts.stepNames)
    func `a B2C answer conforms to the contract for every decision`(decision: Decision, step: Step) {
        let answer = EntraB2C.answer(decision, at: step)
        let reply = WireReply(status: answer.status, contentType: jsonMediaType, body: answer.body)
        if case .failure(let breach) = EntraB2C.reading(of: reply, at: step) { Issue.record("\(breach)") }
    }
}

@Suite struct `Entra B2C, replies` {
    func read(_ file: String, _ status: Int, at step: Step) throws -> Reading {
        let reply = WireReply(status: status, contentType: jsonMediaType, body: try Fixture.bytes(file))
        return EntraB2C.reading(of: reply, at: step)
    }

    @Test func `a B2C reply changes the claims it names`() throws {
        let name = "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_LoyaltyTier"
        #expect(
            try read("b2c-05-postattr-response-continue.json", 200, at: .postAttributeCollection)
                == .continue(claims: ["city": "UMEÅ", name: "gold"])
        )
        #expect(
            try read("b2c-07-pretoken-response-continue.json", 200, at: token)
                == .continue(claims: ["postalCode": "90327", name: "platinum"])
        )
    }

    @Test func `a B2C reply can return to the form only where there is one`() throws {
        let file = "b2c-06-postattr-response-validation.json"
        let step2 = Step.postAttributeCollection
        #expect(try read(file, 400, at: step2) == .invalid(message: "Kundnumret känns inte igen."))
        #expect(try read(file, 400, at: .postFederation).brokenRule == .validationAtItsStep)
        #expect(try read(file, 400, at: token).brokenRule == .validationAtItsStep)
    }

    @Test func `a B2C reply cannot block before the token`() throws {
        #expect(try read("b2b-07-postfed-response-block.json", 200, at: token).brokenRule == .continueOnlyBeforeToken)
        guard case .block = try read("b2b-07-postfed-response-block.json", 200, at: .postFederation) else {
            Issue.record("a block page at the first step is no block")
            return
        }
    }
}
