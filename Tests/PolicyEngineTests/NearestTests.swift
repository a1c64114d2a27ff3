import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `The nearest change` {
    typealias Bench = RuleBench

    private func nearest(
        _ bench: Bench,
        _ decided: Decider,
        _ actual: Outcome,
        at endpoint: String = "form"
    ) -> Trace.NearMiss? {
        let claims = Claims(email: "ada@b.example", attributes: ["country": "SE"])
        return bench.snapshot.nearest(
            to: claims,
            call: bench.facts(endpoint),
            decided: decided,
            as: actual,
            at: bench.now
        )
    }

    @Test func `is the entry that decided`() throws {
        let bench = try Bench("", entries: ["foes": [".b.example"]])
        #expect(
            nearest(bench, .list("foes"), .block) == .init(outcome: .pending, change: ".b.example were not in foes")
        )
    }

    @Test func `is the rule that decided`() throws {
        let bench = try Bench(Bench.rule("r", #"claims.country == "SE""#, "block"))
        #expect(
            nearest(bench, .rule("r"), .block, at: "start") == .init(outcome: .continue, change: "rule \"r\" were off")
        )
    }

    @Test func `is a rule in shadow that would have decided`() throws {
        let bench = try Bench(Bench.rule("r", "true", "block", "mode = \"shadow\""))
        #expect(
            nearest(bench, .byDefault, .continue, at: "start")
                == .init(outcome: .block, change: "rule \"r\" were enforced")
        )
    }

    @Test func `is the person in a list that lets people pass`() throws {
        let bench = try Bench("")
        #expect(
            nearest(bench, .approval("guests"), .pending)
                == .init(outcome: .continue, change: "b.example were in friends")
        )
    }

    @Test func `is unknown where the policy would decide otherwise now`() throws {
        let bench = try Bench("")
        #expect(nearest(bench, .rule("gone"), .block) == nil)
    }
}

@Suite struct `Warnings about rules` {
    typealias Bench = RuleBench

    private func warnings(_ rules: String) throws -> [[String]] { try Bench(rules).snapshot.ruleWarnings }

    @Test func `tell of conditions that are never true`() throws {
        let found = try warnings(
            Bench.rule("a", "1 > 2", "block")
                + Bench.rule("b", #"claims.country == "SE" && claims.country == "NO""#, "block")
                + Bench.rule("c", #"claims.country == "SE""#, "block")
        )
        #expect(found[0] == ["it never matches: its condition is always false"])
        #expect(found[1] == ["it never matches: claims.country cannot be both \"SE\" and \"NO\""])
        #expect(found[2].isEmpty)
    }

    @Test func `tell of rules that an earlier one always decides before`() throws {
        let found = try warnings(
            Bench.rule("a", #"claims.a == "x""#, "block", "endpoints = [\"form\"]")
                + Bench.rule("b", #"claims.a == "x""#, "allow", "endpoints = [\"form\"]")
                + Bench.rule("c", #"claims.a == "x""#, "allow")
                + Bench.rule("d", "true", "allow") + Bench.rule("e", "true", "block")
        )
        #expect(found[1] == ["it is never reached: rule \"a\" above it decides first"])
        #expect(found[2].isEmpty)
        #expect(found[3].isEmpty)
        #expect(found[4] == ["it is never reached: rule \"d\" above it decides first"])
    }

    @Test func `do not call a tag unreached that people still get whom a list asks about`() throws {
        let bench = try Bench(
            Bench.rule("a", "true", "block") + Bench.rule("b", "true", "tag", "tags = [\"t\"]"),
            entries: ["freemail": ["b.example"]]
        )
        #expect(bench.judge().tags == ["t"])
        #expect(bench.snapshot.ruleWarnings[1].isEmpty)
    }

    @Test func `are silent where a rule between changes claims, or the earlier one is in shadow`() throws {
        let same = #"claims.a == "x""#
        let found = try warnings(
            Bench.rule("a", same, "block") + Bench.rule("b", "true", "set", "set = { a = '\"x\"' }")
                + Bench.rule("c", same, "allow")
                + Bench.rule("d", #"claims.b == "y""#, "block", "mode = \"shadow\"")
                + Bench.rule("e", #"claims.b == "y""#, "allow")
        )
        #expect(found == [[], [], [], [], []])
    }

    @Test func `tell of lists that nothing looks at`() throws {
        let lists =
            "[[list]]\nname = \"l1\"\neffect = \"none\"\n[[list]]\nname = \"l2\"\neffect = \"none\"\n"
            + "[[list]]\nname = \"l3\"\neffect = \"none\"\n"
        let bench = try Bench(
            lists + Bench.rule("a", "claims in list('l1')", "block", "mode = \"off\"")
                + Bench.rule("b", "true", "set", "set = { tier = 'claims.email in list(\"l2\") ? 1 : 2' }")
        )
        #expect(bench.snapshot.unusedLists == ["l3"])
    }

    @Test func `tell of empty lists and of steps without a form`() throws {
        let found = try warnings(Bench.rule("a", #"claims in list("partners")"#, "invalid"))
        #expect(
            found[0] == [
                "the list partners is empty",
                "at start a block page is shown instead: post-federation has no form to go back to",
            ]
        )
    }
}
