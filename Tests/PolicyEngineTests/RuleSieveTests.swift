import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

@Suite struct `Many rules` {
    private typealias Bench = RuleBench

    private static func form(_ dice: inout Seeded) -> String {
        let (name, text, other) = (name(&dice), text(&dice), text(&dice))
        let forms = [
            "claims.\(name) == \"\(text)\"", "\"\(text)\" == claims.\(name)",
            "claims.\(name) in [\"\(text)\", \"\(other)\"]", "claims.\(name).domain() == \"\(text).example\"",
            "has(claims.\(name))", "claims.\(name) != \"\(text)\"", "claims.\(name).startsWith(\"a\")",
            "call.endpoint == \"form\"", "call.client == \"\(text)\"", "!has(claims.\(name))",
            "identities.exists(i, i.issuer == \"google.com\")", "identities.exists(i, \"\(text)\" == i.issuer)",
            "identities.exists(claims, claims.issuer in [\"\(text)\", \"google.com\"])",
        ]
        return forms.randomElement(using: &dice) ?? ""
    }

    private static func name(_ dice: inout Seeded) -> String {
        ["country", "city", "email", "x", "displayName"].randomElement(using: &dice) ?? ""
    }

    private static func text(_ dice: inout Seeded) -> String { ["a", "b", "c"].randomElement(using: &dice) ?? "" }

    private static func condition(_ dice: inout Seeded, depth: Int = 0) -> String {
        guard depth < 2, Bool.random(using: &dice) else { return form(&dice) }
        let parts = (0..<Int.random(in: 2...3, using: &dice)).map { _ in condition(&dice, depth: depth + 1) }
        return "(" + parts.joined(separator: Bool.random(using: &dice) ? " && " : " || ") + ")"
    }

    private static func claims(_ dice: inout Seeded) -> [String: JSONValue] {
        var claims: [String: JSONValue] = [:]
        for name in ["country", "city", "displayName"] where Bool.random(using: &dice) {
            claims[name] = .string(text(&dice))
        }
        if Bool.random(using: &dice) {
            claims["x"] = [.string(text(&dice)), .string("ada@a.example"), .int(7), .null].randomElement(using: &dice)
        }
        return claims
    }

    @Test(arguments: 0..<20)
    func `many rules match exactly as each does alone`(seed: Int) throws {
        var dice = Seeded(state: UInt64(seed))
        let conditions = (0..<60).map { _ in Self.condition(&dice) }
        let texts = conditions.enumerated().map { Bench.rule("r\($0)", $1, "tag", "tags = [\"t\"]") }
        let bench = try Bench(texts.joined())
        let trials = try bench.snapshot.document.ruleSet.definitions.map { try RuleTrial($0, under: bench.snapshot) }
        for _ in 0..<50 {
            let email = ["ada@a.example", "bo@b.example", "cy@mail.c.example", nil].randomElement(using: &dice) ?? nil
            let attributes = Self.claims(&dice)
            let judgement = bench.judge(email, attributes)
            let claims = Claims(
                email: email,
                identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "1")],
                attributes: attributes
            )
            let answers = trials.map { $0.matches(claims, call: bench.facts("form"), at: bench.now) }
            let matching = answers.indices.filter { answers[$0] == true }.map { "r\($0)" }
            let valueless = answers.indices.filter { answers[$0] == nil }.map { "r\($0)" }
            #expect(judgement.ruleHits == matching)
            let unknown = judgement.considered.filter { $0.result == .unknown }.map(\.name)
            #expect(unknown == Array(valueless.prefix(8)))
        }
    }

    @Test func `rules see the claims that earlier rules have set`() throws {
        let above = Bench.rule("sets", "true", "set", "[rule.set]\ncountry = '\"FR\"'")
        let others = (0..<40).map { Bench.rule("r\($0)", "claims.country == \"C\($0)\"", "tag", "tags = [\"t\"]") }
        let below = Bench.rule("below", "claims.country == \"FR\"", "tag", "tags = [\"french\"]")
        let judgement = try Bench(([above] + others + [below]).joined()).judge("a@b.example", ["country": "DE"])
        #expect(judgement.tags == ["french"])
        #expect(judgement.notes == ["40 more rules did not match"])
    }
}
