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

    @Test func `the nearest change can be removing the entry that decided`() throws {
        let bench = try Bench("", entries: ["foes": [".b.example"]])
        #expect(
            nearest(bench, .list("foes"), .block) == .init(outcome: .pending, change: ".b.example were not in foes")
        )
    }

    @Test func `the nearest change can be disabling the rule that decided`() throws {
        let bench = try Bench(Bench.rule("r", #"claims.country == "SE""#, "block"))
        #expect(
            nearest(bench, .rule("r"), .block, at: "start") == .init(outcome: .continue, change: "rule \"r\" were off")
        )
    }

    @Test func `the nearest change can be enforcing a shadow rule`() throws {
        let bench = try Bench(Bench.rule("r", "true", "block", "mode = \"shadow\""))
        #expect(
            nearest(bench, .byDefault, .continue, at: "start")
                == .init(outcome: .block, change: "rule \"r\" were enforced")
        )
    }

    @Test func `the nearest change can be adding the person to an allow list`() throws {
        let bench = try Bench("")
        #expect(
            nearest(bench, .approval("guests"), .pending)
                == .init(outcome: .continue, change: "b.example were in friends")
        )
    }

    @Test func `there is no nearest change if the policy no longer decides as recorded`() throws {
        let bench = try Bench("")
        #expect(nearest(bench, .rule("gone"), .block) == nil)
    }
}

@Suite struct `Warnings about rules` {
    typealias Bench = RuleBench

    private func warnings(_ rules: String) throws -> [[String]] { try Bench(rules).snapshot.ruleWarnings }

    @Test func `a condition that is never true gets a warning`() throws {
        let found = try warnings(
            Bench.rule("a", "1 > 2", "block")
                + Bench.rule("b", #"claims.country == "SE" && claims.country == "NO""#, "block")
                + Bench.rule("c", #"claims.country == "SE""#, "block")
        )
        #expect(found[0] == ["it never matches: its condition is always false"])
        #expect(found[1] == ["it never matches: claims.country cannot be both \"SE\" and \"NO\""])
        #expect(found[2].isEmpty)
    }

    @Test func `a rule that an earlier one always precedes gets a warning`() throws {
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

    @Test func `a tag rule that people on an approve list still reach gets no warning`() throws {
        let bench = try Bench(
            Bench.rule("a", "true", "block") + Bench.rule("b", "true", "tag", "tags = [\"t\"]"),
            entries: ["freemail": ["b.example"]]
        )
        #expect(bench.judge().tags == ["t"])
        #expect(bench.snapshot.ruleWarnings[1].isEmpty)
    }

    @Test func `there is no warning if a rule in between changes claims or the earlier rule is in shadow`() throws {
        let same = #"claims.a == "x""#
        let found = try warnings(
            Bench.rule("a", same, "block") + Bench.rule("b", "true", "set", "set = { a = '\"x\"' }")
                + Bench.rule("c", same, "allow")
                + Bench.rule("d", #"claims.b == "y""#, "block", "mode = \"shadow\"")
                + Bench.rule("e", #"claims.b == "y""#, "allow")
        )
        #expect(found == [[], [], [], [], []])
    }

    @Test func `a list that nothing uses gets a warning`() throws {
        let lists =
            "[[list]]\nname = \"l1\"\neffect = \"none\"\n[[list]]\nname = \"l2\"\neffect = \"none\"\n"
            + "[[list]]\nname = \"l3\"\neffect = \"none\"\n"
        let bench = try Bench(
            lists + Bench.rule("a", "claims in list('l1')", "block", "mode = \"off\"")
                + Bench.rule("b", "true", "set", "set = { tier = 'claims.email in list(\"l2\") ? 1 : 2' }")
        )
        #expect(bench.snapshot.unusedLists == ["l3"])
    }

    @Test func `empty lists and steps without a form get a warning`() throws {
        let found = try warnings(Bench.rule("a", #"claims in list("partners")"#, "invalid"))
        #expect(
            found[0] == [
                "the list partners is empty",
                "at start a block page is shown instead: post-federation has no form to go back to",
            ]
        )
    }
}
