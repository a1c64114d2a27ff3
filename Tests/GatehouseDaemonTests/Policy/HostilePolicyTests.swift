import ControlProtocol
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

@Suite struct `A policy that is refused` {
    struct Sample: CustomTestStringConvertible {
        var testDescription: String
        var text: String
        /// The expected text of the problem.
        var said: String

        init(_ name: String, _ text: String, _ said: String) {
            testDescription = name
            self.text = text
            self.said = said
        }
    }

    private static let base = JourneyFixture.policyText + "\n" + rule("keep out", "claims.city == 'Annecy'")

    private static func rule(_ name: String, _ when: String, _ more: String = "then = \"block\"") -> String {
        "[[rule]]\nname = \"\(name)\"\nwhen = \"\"\"\(when)\"\"\"\n\(more)\n"
    }

    private static func nested(_ opening: String, _ depth: Int, _ closing: String) -> String {
        String(repeating: opening, count: depth) + "true" + String(repeating: closing, count: depth)
    }

    static let samples: [Sample] = [
        Sample(
            "larger than a document may be",
            base + "# " + String(repeating: "x", count: PolicyRevisionSummary.documentLimit),
            "and at most 1048576 are read; make it smaller"
        ),
        Sample("no TOML", base + "[[rule]\n", "policy:"),
        Sample("with a NUL", base + "# \0\n", "policy:"),
        Sample("nested deeply as TOML", base + "x = \(nested("[", 10_000, "]"))\n", "policy:"),
        Sample("nested deeply as an expression", base + rule("deep", nested("(", 2000, ")")), "when, column"),
        Sample("of negations without end", base + rule("deep", nested("!", 4000, "")), "when, column"),
        Sample(
            "with a pattern that grows",
            base + rule("p", "claims.city.matches('((a{100}){100}){100}')"),
            "when, column"
        ),
        Sample(
            "with a pattern too large",
            base + rule("p", "claims.city.matches('" + String(repeating: "[^a]{1000}", count: 10) + "')"),
            "make it simpler"
        ),
        Sample("with a name twice", base + rule("keep out", "true"), "is taken by another rule; give each rule a name"),
        Sample(
            "with a list twice",
            base + "[[list]]\nname = \"friends\"\neffect = \"none\"\n",
            "is taken by another list"
        ),
        Sample(
            "with an endpoint it lacks",
            base + rule("r", "true", "then = \"block\"\nendpoints = [\"x\"]"),
            "there is no endpoint"
        ),
        Sample("with a list it lacks", base + rule("r", "claims in list('nobody')"), "there is no list 'nobody'"),
        Sample("with a rule that names a rule", base + rule("r", "rule('keep out')"), "there is no function 'rule'"),
        Sample("with a condition of no bool", base + rule("r", "claims.city"), "this must be bool"),
        Sample(
            "with a secret that is not there",
            base + "[[credential]]\nname = \"x\"\nkind = \"basic\"\nusername = \"x\"\npassword = { file = \"none\" }\n",
            "none"
        ),
    ]

    /// Calls under the policy in force, and their answers.
    private static let calls = [
        (#"{"email":"ada@b.example","city":"Annecy"}"#, "ShowBlockPage"),
        (#"{"email":"ada@b.example","city":"Lyon"}"#, "Continue"),
        (#"{"email":"ada@mail.evil.example","city":"Lyon"}"#, "Not from mail.evil.example"),
    ]

    @Test(arguments: samples)
    func `a refused policy says where and why, and calls are answered as before`(sample: Sample) async throws {
        try await JourneyFixture.with(rules: Self.rule("keep out", "claims.city == 'Annecy'")) { fixture in
            let office = try await fixture.office()
            let problem = await #expect(throws: Problem.self) {
                try await office.apply(ApplyPolicy(document: sample.text, base: 1), by: .daemon, at: .now)
            }
            #expect(problem?.kind == .invalid)
            #expect(problem?.detail.contains(sample.said) == true, "\(problem?.detail ?? "")")
            #expect((problem?.detail.utf8.count ?? 0) < 1000)
            #expect(try await office.current().revision == 1)
            #expect(try await office.current().document == fixture.policy.current.snapshot.document.source)
            for (body, answer) in Self.calls {
                #expect(await fixture.call("gate", body).text.contains(answer))
            }
            #expect(try await office.check(sample.text, readsSecrets: true).problems.isEmpty == false)
        }
    }

    @Test func `a policy with a stale base changes nothing, and one with the right base does`() async throws {
        try await JourneyFixture.with(rules: Self.rule("keep out", "claims.city == 'Annecy'")) { fixture in
            let office = try await fixture.office()
            let next = JourneyFixture.policyText + "\n" + Self.rule("keep out", "claims.city == 'Lyon'")
            let problem = await #expect(throws: Problem.self) {
                try await office.apply(ApplyPolicy(document: next, base: 7), by: .daemon, at: .now)
            }
            #expect(problem?.kind == .revisionMismatch)
            #expect(await fixture.call("gate", Self.calls[0].0).text.contains("ShowBlockPage"))
            _ = try await office.apply(ApplyPolicy(document: next, base: 1), by: .daemon, at: .now)
            #expect(await fixture.call("gate", Self.calls[0].0).text.contains("Continue"))
            #expect(await fixture.call("gate", Self.calls[1].0).text.contains("ShowBlockPage"))
        }
    }

    @Test func `a document one byte over the limit is refused only for its size`() throws {
        let limit = PolicyRevisionSummary.documentLimit
        let text = Self.base + "#"
        let full = text + String(repeating: "x", count: limit - text.utf8.count)
        #expect(PolicyDocument.read(full, file: "p").problems.isEmpty)
        #expect(PolicyDocument.read(full + "x", file: "p").problems.count == 1)
    }
}
