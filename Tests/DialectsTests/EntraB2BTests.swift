import Dialects
import GatehouseModel
import JSON
import Testing

private let step2 = Step.postAttributeCollection
private let step1 = Step.postFederation

@Suite struct `Entra B2B, calls` {
    func claims(_ text: String) throws(BodyProblem) -> Claims { try EntraB2B.claims(in: Array(text.utf8), at: step2) }

    @Test func `a B2B call is read with all its members`() throws {
        let claims = try EntraB2B.claims(in: Fixture.bytes("b2b-10-postattr-request-full.json"), at: step2)
        #expect(claims.email == "mireille.caron@atelier-lumen.example")
        #expect(claims.locales == ["fr-FR"])
        #expect(
            claims.identities == [
                Identity(signInType: "federated", issuer: "facebook.com", issuerAssignedID: "4417702913355821")
            ]
        )
        #expect(claims.displayName == "Mireille Caron")
        #expect(claims.attributes["extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_BadgeCode"] == "LUM-20931")
        #expect(claims.attributes.count == 11)
    }

    @Test(
        arguments: [
            ("b2b-01-postfed-request-facebook.json", "facebook.com", 3),
            ("b2b-02-postfed-request-entra-no-identities.json", nil, 3),
            ("b2b-03-postfed-request-email-otp.json", "mail", 0), ("b2b-11-postattr-request-sparse.json", nil, 1),
            ("b2b-30-legacy-2020-request.json", "facebook.com", 3),
        ] as [(String, String?, Int)]
    )
    func `a B2B call of every published shape is read`(file: String, issuer: String?, attributes: Int) throws {
        let claims = try EntraB2B.claims(in: Fixture.bytes(file), at: step1)
        #expect(claims.email != nil)
        #expect(claims.issuer == issuer)
        #expect(claims.attributes.count == attributes)
    }

    @Test func `nulls in a B2B call are dropped and unknown members are kept`() throws {
        let claims = try claims(#"{"email":null,"identities":null,"ui_locales":null,"city":null,"x":{"y":[1,null]}}"#)
        #expect(claims == Claims(attributes: ["x": .object(["y": .array([1, .null])])]))
    }

    @Test func `a B2B call may use the other published names`() throws {
        #expect(try claims(#"{"lastName":"Roe","clientId":"c"}"#).attributes == ["surname": "Roe", "client_id": "c"])
        #expect(try claims(#"{"lastName":"Roe","surname":null}"#).attributes == ["surname": "Roe"])
        #expect(try claims(#"{"lastName":"A","surname":"B"}"#).attributes == ["lastName": "A", "surname": "B"])
    }

    @Test func `a B2B call may name several locales`() throws {
        #expect(try claims(#"{"ui_locales":"fr-CA  fr en"}"#).locales == ["fr-CA", "fr", "en"])
    }

    @Test func `a B2B call may have incomplete identities`() throws {
        let claims = try claims(
            #"{"identities":[{"issuer":"google.com"},{"signInType":"x"},{"issuer":"mail","issuerAssignedId":null,"z":1}]}"#
        )
        #expect(claims.identities.map(\.issuer) == ["google.com", "mail"])
    }

    static let refused: [(String, BodyProblem)] = [
        ("[]", .notAnObject), ("\"x\"", .notAnObject), ("null", .notAnObject),
        (#"{"email":1}"#, .wrongType(member: "email", wanted: "a string")),
        (#"{"email":["a@b.example"]}"#, .wrongType(member: "email", wanted: "a string")),
        (#"{"ui_locales":["fr"]}"#, .wrongType(member: "ui_locales", wanted: "a string")),
        (#"{"identities":{}}"#, .wrongType(member: "identities", wanted: "an array")),
        (#"{"identities":["x"]}"#, .wrongType(member: "identities", wanted: "an array of objects")),
        (#"{"identities":[{"issuer":1}]}"#, .wrongType(member: "identities[].issuer", wanted: "a string")),
        (
            "{\"identities\":[" + Array(repeating: "{}", count: 17).joined(separator: ",") + "]}",
            .tooManyIdentities(limit: 16)
        ),
        ("{", .notJSON(JSONProblem(reason: .unexpectedEnd, offset: 1))),
    ]

    @Test(arguments: refused)
    func `a malformed B2B call is refused with a named problem`(text: String, problem: BodyProblem) {
        #expect(throws: problem) { try claims(text) }
    }

    @Test(arguments: [
        "b2b-01-postfed-request-facebook.json", "b2b-03-postfed-request-email-otp.json",
        "b2b-10-postattr-request-full.json", "b2b-11-postattr-request-sparse.json",
    ])
    func `a written B2B call reads back the same`(file: String) throws {
        let claims = try EntraB2B.claims(in: Fixture.bytes(file), at: step2)
        #expect(try EntraB2B.claims(in: EntraB2B.request(claims, at: step2), at: step2) == claims)
    }

    @Test func `a B2B call is written without claims that have no value`() {
        let claims = Claims(email: "a@b.example", attributes: ["city": "", "state": .null, "country": "SE"])
        let body = String(decoding: EntraB2B.request(claims, at: step1), as: UTF8.self)
        #expect(body == #"{"email":"a@b.example","country":"SE"}"#)
    }
}

@Suite struct `Entra B2B, answers` {
    func text(_ answer: WireAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }

    @Test func `a B2B continue answer carries only claims with a value`() {
        let answer = EntraB2B.answer(
            .continue(claims: ["city": "Annecy", "state": .null, "extension_B": 3]),
            at: step1
        )
        #expect(answer.status == 200)
        #expect(text(answer) == #"{"version":"1.0.0","action":"Continue","city":"Annecy","extension_B":3}"#)
        #expect(answer.notes == [])
    }

    @Test func `a B2B answer never overwrites claims that the sign-up depends on`() {
        let answer = EntraB2B.answer(.continue(claims: ["email": "x@y.example", "action": "ShowBlockPage"]), at: step2)
        #expect(text(answer) == #"{"version":"1.0.0","action":"Continue"}"#)
        #expect(answer.notes.count == 2)
    }

    @Test(arguments: [Decision.block(message: "No."), .pending(message: "No.")])
    func `a B2B answer that stops the sign-up is a block page`(decision: Decision) {
        let answer = EntraB2B.answer(decision, at: step1)
        #expect(answer.status == 200)
        #expect(text(answer) == #"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"No."}"#)
    }

    @Test func `a B2B validation error has status 400 in both the HTTP status and the body`() {
        let answer = EntraB2B.answer(.invalid(message: "No.", fields: [:]), at: step2)
        #expect(answer.status == 400)
        #expect(text(answer) == #"{"version":"1.0.0","status":400,"action":"ValidationError","userMessage":"No."}"#)
        #expect(answer.notes == [])
    }

    @Test func `messages for fields are joined in the single B2B message`() {
        let fields = ["surname": "Surname is missing.", "city": "No such city.", "state": "Two things."]
        let answer = EntraB2B.answer(.invalid(message: "Two things.", fields: fields), at: step2)
        #expect(text(answer).contains(#""userMessage":"Two things. No such city. Surname is missing.""#))
        #expect(answer.notes.count == 1)
    }

    @Test func `a B2B answer before the form is never a validation error`() {
        let answer = EntraB2B.answer(.invalid(message: "No.", fields: [:]), at: step1)
        #expect(answer.status == 200)
        #expect(text(answer) == #"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"No."}"#)
        #expect(answer.notes == ["post-federation has no form to go back to; the validation error became a block page"])
    }

    @Test func `a B2B answer always has a message of limited length`() throws {
        let empty = EntraB2B.answer(.block(message: ""), at: step1)
        #expect(EntraB2B.reading(of: empty.reply, at: step1) == .block(message: "Sign-up is not possible."))
        let long = EntraB2B.answer(.block(message: String(repeating: "é", count: 5000)), at: step1)
        #expect(long.body.count < 4200)
        #expect(long.notes.count == 1)
    }

    static let decisions: [Decision] = [
        .continue(claims: [:]), .continue(claims: ["a": "x\u{202E}\"\n", "n": .null, "l": .array([.null])]),
        .block(message: "\u{0}\u{1B}[31m\"}{"), .pending(message: "…"), .invalid(message: "", fields: [:]),
        .invalid(message: "", fields: ["a": "b"]),
    ]

    @Test(arguments: decisions, EntraB2B.name.facts.stepNames)
    func `a B2B answer conforms to the contract for every decision`(decision: Decision, step: Step) {
        let answer = EntraB2B.answer(decision, at: step)
        if case .failure(let breach) = EntraB2B.reading(of: answer.reply, at: step) { Issue.record("\(breach)") }
        #expect(!text(answer).contains("null"))
    }
}

extension WireAnswer {
    fileprivate var reply: WireReply { WireReply(status: status, contentType: jsonMediaType, body: body) }
}

@Suite struct `Entra B2B, replies` {
    static let block = "We are not able to accept sign-ups from this organisation at the moment."

    func read(_ file: String, _ status: Int, at step: Step, _ leniency: Leniency = []) throws -> Reading {
        let type = file.hasSuffix(".txt") ? "text/html" : "application/json; charset=utf-8"
        let reply = WireReply(status: status, contentType: type, body: try Fixture.bytes(file))
        return EntraB2B.reading(of: reply, at: step, leniency: leniency)
    }

    @Test(arguments: ["b2b-05-postfed-response-continue.json", "b2b-15-postattr-response-continue-null-noise.json"])
    func `a B2B continue reply changes only what it names`(file: String) throws {
        #expect(try read(file, 200, at: step1) == .continue(claims: [:]))
    }

    @Test func `a B2B continue reply changes the claims it names`() throws {
        #expect(
            try read("b2b-13-postattr-response-continue-overwrite.json", 200, at: step2)
                == .continue(claims: [
                    "postalCode": "74940", "displayName": "CARON Mireille",
                    "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_CostCentre": "FR-118-B",
                ])
        )
    }

    @Test func `a B2B block reply shows its message`() throws {
        #expect(
            try read("b2b-31-legacy-2020-block-with-code.json", 200, at: step2)
                == .block(message: "Sign-up is not open to you right now.")
        )
    }

    @Test func `a B2B validation error is shown only at the form`() throws {
        let file = "b2b-17-postattr-response-validation.json"
        #expect(try read(file, 400, at: step2) == .invalid(message: "Le code postal doit comporter cinq chiffres."))
        #expect(try read(file, 400, at: step1).brokenRule == .validationAtItsStep)
    }

    @Test(
        arguments: [
            ("b2b-40-neg-validation-with-http-200.json", 200, .validationUnder400),
            ("b2b-42-neg-400-without-action.json", 400, .actionPresent),
            ("b2b-43-neg-unknown-action.json", 200, .actionKnown),
            ("b2b-44-neg-missing-version.json", 200, .versionPresent),
            ("b2b-45-neg-block-without-usermessage.json", 200, .blockHasUserMessage),
            ("b2b-47-neg-401.json", 401, .credentialsAccepted), ("b2b-48-neg-500.json", 500, .statusIs200Or400),
            ("b2b-50-neg-html-body.txt", 403, .credentialsAccepted),
            ("b2b-50-neg-html-body.txt", 200, .contentTypeIsJSON),
            ("b2b-33-legacy-2020-allow.json", 200, .actionKnown),
            ("b2b-05-postfed-response-continue.json", 400, .continueUnder200),
            ("b2b-07-postfed-response-block.json", 400, .blockUnder200),
        ] as [(String, Int, Breach.Rule)]
    )
    func `a B2B reply that breaks a rule is reported with the rule`(file: String, status: Int, rule: Breach.Rule) throws
    {
        #expect(try read(file, status, at: step2).brokenRule == rule)
    }

    static let bodies: [(String, Int, Breach.Rule)] = [
        ("", 200, .bodyIsJSON), ("[]", 200, .bodyIsObject),
        (#"{"version":"1.0.0","action":"Continue",}"#, 200, .bodyIsJSON),
        (#"{"version":1,"action":"Continue"}"#, 200, .versionPresent),
        (#"{"version":"","action":"Continue"}"#, 200, .versionPresent),
        (#"{"version":"1","action":"continue"}"#, 200, .actionKnown),
        (#"{"version":"1","action":null}"#, 200, .actionPresent),
        (#"{"version":"1","action":"ValidationError","status":200,"userMessage":"x"}"#, 400, .validationStatusIs400),
        (#"{"version":"1","action":"ValidationError","userMessage":"x"}"#, 400, .validationStatusIs400),
        (#"{"version":"1","action":"ValidationError","status":"400"}"#, 400, .validationHasUserMessage),
        (#"{"version":"1","action":"ShowBlockPage","userMessage":""}"#, 200, .blockHasUserMessage),
    ]

    @Test(arguments: bodies)
    func `a B2B reply of any other wrong shape is reported too`(body: String, status: Int, rule: Breach.Rule) {
        let reply = WireReply(status: status, contentType: "application/json", body: Array(body.utf8))
        #expect(EntraB2B.reading(of: reply, at: step2).brokenRule == rule)
    }

    @Test func `a B2B reply may have its status as text`() {
        let body = #"{"version":"1","action":"ValidationError","status":"400","userMessage":"x"}"#
        let reply = WireReply(status: 400, contentType: "application/json", body: Array(body.utf8))
        #expect(EntraB2B.reading(of: reply, at: step2) == .invalid(message: "x"))
    }

    @Test func `a B2B reply in the form of 2020 is accepted if leniency allows it`() throws {
        // The members that mean nothing in a Continue are read like claims, so that whoever ignores them names them.
        let extra: [String: JSONValue] = ["status": 200, "userMessage": "", "code": ""]
        #expect(
            try read("b2b-33-legacy-2020-allow.json", 200, at: step1, .allowMeansContinue) == .continue(claims: extra)
        )
        #expect(try read("b2b-44-neg-missing-version.json", 200, at: step1, .missingVersion) == .continue(claims: [:]))
    }

    @Test func `a B2B reply without a media type is refused`() {
        let reply = WireReply(status: 200, contentType: nil, body: Array("{}".utf8))
        #expect(EntraB2B.reading(of: reply, at: step2).brokenRule == .contentTypeIsJSON)
    }
}

@Suite struct `Entra B2B, diagnoses` {
    private func diagnosis(_ status: Int, _ body: String) -> String {
        let reply = WireReply(status: status, contentType: "application/json", body: Array(body.utf8))
        guard case .failure(let breach) = EntraB2B.reading(of: reply, at: step2) else { return "none" }
        return breach.diagnosis
    }

    @Test func `the diagnosis of a validation error with status 200 says what the provider does`() {
        let body = #"{"version":"1.0.0","status":400,"action":"ValidationError","userMessage":"x"}"#
        #expect(
            diagnosis(200, body) == "HTTP 200 with a ValidationError body: the provider ignores it; send 400"
        )
    }

    @Test func `the diagnosis of a trailing comma points at it`() {
        let text = diagnosis(200, "{\"version\":\"1.0.0\",\"action\":\"Continue\",\n}")
        #expect(text.hasSuffix("; remove the comma after the last member"))
        #expect(!diagnosis(200, "{\"version\":}").contains("comma after the last"))
    }

    @Test func `the diagnosis of a conflict reply names the contract it belongs to`() {
        #expect(diagnosis(409, "{}").contains("custom policies"))
    }
}

extension Reading {
    var brokenRule: Breach.Rule? {
        guard case .failure(let breach) = self else { return nil }
        return breach.rule
    }
}
