import ControlProtocol
import GatehouseModel
import TerminalUI
import Testing

@testable import GatehouseConsole

/// Writing a rule.
@Suite struct `The form of a rule` {
    let daemon = RulesSituation.daemon()

    private var draft: PolicyDraft? { daemon.policy.drafts["anna"] }

    @Test func `a rule is shown in its form`() {
        let console = RulesSituation.console(daemon)
        console.type("je")
        console.advance(.milliseconds(300))
        #expect(console.screen == ExpectedRules.form)
    }

    @Test func `an error is shown at its place while the user types`() {
        daemon.policy.matches = RuleMatches(
            problems: [
                .init(member: "when", line: 1, column: 8, text: "there is no claim contry; did you mean country?")
            ]
        )
        let console = RulesSituation.console(daemon)
        console.type("oposted<tab><tab>claims.contry == \"SE\"")
        #expect(!console.shows("there is no claim contry"))
        console.advance(.milliseconds(300))
        #expect(console.screen == ExpectedRules.mistake)
    }

    @Test func `the daemon is asked when typing pauses, not at every key`() {
        let console = RulesSituation.console(daemon)
        let before = daemon.requests(CountMatches.self).count
        console.type("oname<tab><tab>claims.country == \"SE\"")
        #expect(daemon.requests(CountMatches.self).count == before)
        console.advance(.milliseconds(300))
        #expect(daemon.requests(CountMatches.self).last?.question.rule.when == "claims.country == \"SE\"")
    }

    @Test func `a new rule is added to the draft below the selected one, in shadow mode`() {
        let console = RulesSituation.console(daemon)
        console.type("oposted<tab><tab>true<^O>")
        #expect(draft?.rules.map(\.name) == ["tidy names", "posted", "postal code", "freemail", "old hands"])
        #expect(draft?.rules[1].mode == .shadow)
        #expect(console.state.rules.selected?.rule.name == "posted")
        #expect(daemon.requests(ApplyPolicy.self).isEmpty)
    }

    @Test func `the form has the fields of the action`() {
        let console = RulesSituation.console(daemon)
        console.type("on<tab><tab>true<tab>")
        #expect(console.shows("message"))
        console.type("<right>")
        #expect(console.shows("◂ invalid ▸") && console.shows("field  "))
        console.type("<right>")
        #expect(console.shows("◂ approve ▸") && console.shows("queue  ") && !console.shows("message"))
        console.type("<right>")
        #expect(console.shows("◂ set ▸") && console.shows("claim = expression, one a line"))
    }

    @Test func `claims to set and messages are one line each, and their further lines are indented`() {
        let console = RulesSituation.console(daemon)
        console.type(
            "on<tab><tab>true<tab><right><right><right><tab><tab>"
        )
        console.type("city = claims.city<enter>  .trim()<enter>a = \"b\"<^O>")
        #expect(draft?.rules[1].set == ["city": "claims.city\n.trim()", "a": "\"b\""])
        console.type("om<tab><tab>true<tab><tab><tab>No.<enter>fr = Non.<^O>")
        #expect(draft?.rules[2].message == ["default": "No.", "fr": "Non."])
    }

    @Test(arguments: RulesSituation.rules)
    func `opening and saving a rule without edits changes nothing`(rule: RuleDefinition) {
        let form = RuleForm(.edit(rule), rule, now: Situation.now)
        #expect(form.rule == rule)
        #expect(!form.isChanged)
    }

    @Test func `a missing value is reported at its field`() {
        let console = RulesSituation.console(daemon)
        console.type("o<enter>")
        #expect(console.shows("give the rule a name"))
        console.type("postal code<enter>")
        #expect(console.shows("another rule is named postal code"))
        console.type(" 2<enter>")
        #expect(console.shows("write the condition"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `a rule with an error is saved only after a second request`() {
        daemon.policy.matches = RuleMatches(problems: [.init(member: "when", line: 1, column: 1, text: "no")])
        let console = RulesSituation.console(daemon)
        console.type("on<tab><tab>(")
        console.advance(.milliseconds(300))
        console.type("<^O>")
        #expect(daemon.changes.isEmpty)
        console.type("<^O>")
        #expect(draft?.rules.count == 5)
    }

    @Test func `a lost connection keeps the typed text`() {
        let console = RulesSituation.console(daemon)
        console.type("oposted<tab><tab>claims.city == \"Umeå\"")
        console.breaks()
        console.advance(.seconds(3))
        console.type("<^O>")
        #expect(console.shows("not kept: what is shown is 3s old"))
        #expect(console.shows("claims.city == \"Umeå\""))
        #expect(daemon.changes.isEmpty)
        daemon.isUp = true
        console.advance(.seconds(10))
        console.type("<^O>")
        #expect(draft?.rules[1].when == "claims.city == \"Umeå\"")
    }

    @Test func `a refusal keeps the typed text`() {
        daemon.problems[EditDraft.route.path] = Problem(.invalid, "a rule may not be named so", hint: "use letters")
        let console = RulesSituation.console(daemon)
        console.type("oposted<tab><tab>true<^O>")
        #expect(console.shows("not kept: a rule may not be named so; use letters"))
        #expect(console.shows("posted"))
    }

    @Test func `esc asks once before it discards typed text`() {
        let console = RulesSituation.console(daemon)
        console.type("oposted<esc>")
        #expect(console.shows("esc again drops what you wrote"))
        console.type("<esc>")
        #expect(!console.shows("New rule"))
        console.type("e<esc>")
        #expect(!console.shows("esc again"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `pasted text is typed text, including its lines`() {
        let console = RulesSituation.console(daemon)
        console.type("on<tab><tab>")
        console.send(.pasted("true\n&& false\u{7}"))
        console.type("<^O>")
        #expect(draft?.rules[1].when == "true\n&& false")
    }

    @Test func `a test shows reads, match and outcome for the call under the cursor`() {
        daemon.policy.test = RuleTest(
            matches: true,
            reads: [.init(path: "claims.country", value: "\"Sweden\""), .init(path: "claims.postalCode", value: nil)],
            outcome: .invalid
        )
        let console = RulesSituation.console(daemon)
        console.type("je<^T>")
        console.advance(.milliseconds(300))
        #expect(console.screen == ExpectedRules.testing)
        console.type("j")
        console.advance(.milliseconds(100))
        #expect(Set(daemon.requests(TestRule.self).compactMap(\.test.call)).count == 2)
        console.type("<esc>")
        #expect(console.shows("Rule postal code"))
    }

    @Test func `a call becomes a shadow rule with chosen claims and shows its effect`() {
        let call = Situation.calls[2]
        daemon.callDetails[call.id]?.claims = Claims(
            email: call.email,
            attributes: ["country": "Sweden \"SE\"", "a b": true, "roles": .array(["x"])]
        )
        let console = ConsoleDriver(daemon)
        console.type("jj")
        console.advance(.milliseconds(100))
        console.type("Ar")
        console.type("<space>jjj<space>j<space>")
        console.advance(.milliseconds(300))
        #expect(console.shows("matches 17 of the last 1,000 calls"))
        console.type("<enter>")
        #expect(console.state.screen == .rules)
        #expect(console.shows("New rule from call \(call.code)"))
        console.type("<^O>")
        let rule = draft?.rules.last
        #expect(rule?.when == "claims[\"a b\"] == true\n&& claims.country == \"Sweden \\\"SE\\\"\"")
        #expect(rule?.mode == .shadow)
        #expect(rule?.endpoints == ["request-approval"])
    }
}
