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

@Suite struct `The choice among many rules` {
    private typealias Bench = RuleBench

    private static let claims = ["country", "city", "email", "x", "n", "signInName"]
    private static let words = ["a", "A", "b", "", "ada@a.example", "ADA@A.EXAMPLE", "a.example", "é", "e\u{301}"]

    /// Conditions that the choice understands, and many that it must leave to the evaluation.
    private static func form(_ dice: inout Seeded) -> String {
        let name = claims.randomElement(using: &dice) ?? ""
        let text = words.randomElement(using: &dice) ?? ""
        let other = words.randomElement(using: &dice) ?? ""
        let forms = [
            "claims.\(name) == \"\(text)\"", "\"\(text)\" == claims.\(name)", "claims.\(name) != \"\(text)\"",
            "claims.\(name) in [\"\(text)\", \"\(other)\"]", "!(claims.\(name) in [\"\(text)\"])",
            "claims.\(name) in []", "claims.\(name) in [\"\(text)\", claims.city]",
            "claims.\(name).domain() == \"\(text)\"", "claims.\(name).domain() in [\"a.example\", \"\(text)\"]",
            "claims.\(name).domain() != \"a.example\"", "has(claims.\(name))", "!has(claims.\(name))",
            "has(claims.\(name)) && claims.\(name) == \"\(text)\"",
            "!has(claims.\(name)) || claims.\(name) == \"\(text)\"",
            "has(claims.\(name)) ? claims.\(name) == \"\(text)\" : true",
            "claims[\"\(name)\"] == \"\(text)\"", "claims.?\(name).orValue(\"a\") == \"\(text)\"",
            "\"\(name)\" in claims", "claims.x == 1", "claims.n == 1", "claims.n < 2", "claims.x == null",
            "claims.n == 1.0", "claims.x == true", "claims.x == [\"a\"]", "\"a\" in claims.x",
            "claims.\(name).startsWith(\"a\")", "claims.\(name).matches(\"^a\")", "size(claims.\(name)) > 1",
            "claims.\(name).lowerAscii() == \"\(text)\"", "claims.\(name).contains(\"@\")",
            "claims.\(name) == claims.city", "call.endpoint == \"form\"", "call.endpoint in [\"start\", \"\(text)\"]",
            "call.step == \"post-federation\"", "call.client == \"\(text)\"", "call.ip != \"192.0.2.7\"",
            "identities.exists(i, i.issuer == \"google.com\")", "identities.exists(i, i.issuer == \"\(text)\")",
            "identities.exists(i, i.issuer in [\"mail\", \"\(text)\"])", "!identities.exists(i, i.issuer == \"mail\")",
            "identities.all(i, i.issuer == \"google.com\")", "identities.exists(i, i.signInType == \"\(text)\")",
            "identities.exists_one(i, i.issuer == \"google.com\")", "size(identities) == 0",
            "claims.email in list(\"partners\")", "claims in list(\"partners\")", "true", "false",
        ]
        return forms.randomElement(using: &dice) ?? ""
    }

    private static func condition(_ dice: inout Seeded, depth: Int = 0) -> String {
        guard depth < 3, Bool.random(using: &dice) else { return form(&dice) }
        if Int.random(in: 0..<8, using: &dice) == 0 { return "!(\(condition(&dice, depth: depth + 1)))" }
        let parts = (0..<Int.random(in: 2...3, using: &dice)).map { _ in condition(&dice, depth: depth + 1) }
        return "(" + parts.joined(separator: Bool.random(using: &dice) ? " && " : " || ") + ")"
    }

    private static func person(_ dice: inout Seeded) -> Claims {
        var person = Claims(email: [nil, "ada@a.example", "Bo@B.example", "nobody"].randomElement(using: &dice) ?? nil)
        for issuer in ["google.com", "mail", "a"] where Int.random(in: 0..<3, using: &dice) == 0 {
            person.identities.append(Identity(signInType: "federated", issuer: issuer, issuerAssignedID: "1"))
        }
        let values: [JSONValue] = [
            .null, .int(1), .double(1), .int(2), .bool(true), .array([.string("a")]), .object(["a": "a"]), .string("a"),
            .string("ada@a.example"),
        ]
        for name in claims where name != "email" && Bool.random(using: &dice) {
            let isText = Int.random(in: 0..<3, using: &dice) > 0
            person.attributes[name] =
                isText ? words.randomElement(using: &dice).map { .string($0) } : values.randomElement(using: &dice)
        }
        return person
    }

    private struct Made {
        let mode: String
        let endpoint: String?
        let ends: Bool
        let text: String

        init(_ name: String, _ dice: inout Seeded) {
            mode = ["enforce", "enforce", "enforce", "shadow", "off"].randomElement(using: &dice) ?? ""
            endpoint = [nil, nil, "form", "start"].randomElement(using: &dice) ?? nil
            ends = Int.random(in: 0..<12, using: &dice) == 0
            let scope = endpoint.map { "endpoints = [\"\($0)\"]\n" } ?? ""
            let effect = ends ? "" : "tags = [\"t\"]\n"
            let more = "mode = \"\(mode)\"\n\(scope)\(effect)"
            text = RuleBench.rule(name, condition(&dice), ends ? "block" : "tag", more)
        }
    }

    @Test(arguments: 0..<40)
    func `the choice leaves out no rule that would match or has no value`(seed: Int) throws {
        var dice = Seeded(state: UInt64(1000 + seed))
        let made = (0..<80).map { Made("r\($0)", &dice) }
        let bench = try Bench(made.map(\.text).joined(), entries: ["partners": ["a.example", "ada@b.example"]])
        let trials = try bench.snapshot.document.ruleSet.definitions.map { try RuleTrial($0, under: bench.snapshot) }
        for _ in 0..<30 {
            let person = Self.person(&dice)
            let endpoint = Bool.random(using: &dice) ? "form" : "start"
            let call = bench.facts(endpoint)
            let lists = bench.snapshot.listJudgement(on: Question(person, client: call.ip), at: bench.now)
            let judgement = bench.snapshot.judgement(on: person, call: call, at: bench.now)
            // Somebody whom the lists block is not looked at by rules.
            if case .blocked = lists.verdict {
                #expect(judgement.ruleHits.isEmpty)
                continue
            }
            var matching: [String] = []
            var valueless: [String] = []
            for (place, rule) in made.enumerated() where rule.mode != "off" {
                guard rule.endpoint == nil || rule.endpoint == endpoint else { continue }
                switch trials[place].matches(person, call: call, at: bench.now) {
                case true?: matching.append("r\(place)")
                case false?: continue
                case nil: valueless.append("r\(place)")
                }
                if rule.ends, rule.mode == "enforce", matching.last == "r\(place)" { break }
            }
            #expect(judgement.ruleHits == matching)
            let unknown = judgement.considered.filter { $0.subject == .rule && $0.result == .unknown }.map(\.name)
            #expect(unknown == Array(valueless.prefix(8)))
        }
    }
}
