import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Rules` {
    let daemon = RulesSituation.daemon()

    private var draft: PolicyDraft? { daemon.policy.drafts["anna"] }

    // MARK: The list

    @Test func `rules are listed in order, with their mode in words`() {
        let console = RulesSituation.console(daemon)
        #expect(console.screen == ExpectedRules.inForce)
        #expect(console.frame(.ascii).text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func `rules are shown on a large screen`() {
        #expect(RulesSituation.console(daemon, 120, 36).screen == ExpectedRules.inForceLarge)
    }

    @Test func `a warning is shown as a sentence with its rule`() {
        let console = RulesSituation.console(daemon)
        console.type("G")
        #expect(console.shows("▲ freemail always decides before it"))
    }

    @Test func `enter on a hit opens the call in Traffic`() {
        let console = RulesSituation.console(daemon)
        console.type("j]<enter>")
        console.advance(.milliseconds(100))
        #expect(daemon.requests(ListCalls.self).contains { $0.filter == "matched:\"postal code\"" })
        console.type("<enter>")
        #expect(console.state.screen == .traffic)
        #expect(console.state.traffic.selectedRow?.call == Situation.calls[3])
    }

    @Test func `a rule's name is escaped in the filter`() {
        daemon.policy.rules[0].rule.name = "a\" OR outcome:block \\ *?"
        let console = RulesSituation.console(daemon)
        console.type("]")
        console.advance(.milliseconds(100))
        let filter = daemon.requests(ListCalls.self).last?.filter
        #expect(filter == #"matched:"a\" OR outcome:block \\ \*\?""#)
    }

    // MARK: The draft

    @Test func `changing the mode of a rule changes the draft and shows the number of matches`() {
        let console = RulesSituation.console(daemon)
        console.type("j")
        console.advance(.milliseconds(300))
        console.type("t")
        #expect(draft?.rules[1].mode == .shadow)
        #expect(daemon.requests(ApplyPolicy.self).isEmpty)
        #expect(console.footer.contains("draft: postal code: enforce → shadow, matches 17 of the last 1,000 ·"))
        console.type("g")
        #expect(console.lines[2].contains("draft ~1, base 14"))
        #expect(console.lines.contains { $0.contains("~   2 ◇ shadow postal code") })
    }

    @Test func `rules can be moved, copied and removed, and every step can be undone and redone`() {
        let console = RulesSituation.console(daemon)
        console.type("J")
        #expect(draft?.rules.map(\.name) == ["postal code", "tidy names", "freemail", "old hands"])
        console.type("Dd")
        #expect(draft?.rules.map(\.name) == ["postal code", "tidy names 2", "freemail", "old hands"])
        #expect(draft?.rules[1].mode == .shadow)
        console.type("uu")
        #expect(draft?.rules.map(\.name) == ["postal code", "tidy names", "freemail", "old hands"])
        console.type("<^R><^R>")
        #expect(draft?.rules.map(\.name) == ["postal code", "tidy names 2", "freemail", "old hands"])
        console.type("uuu")
        #expect(draft == nil)
        #expect(console.shows("4 rules · 1 in shadow"))
    }

    @Test func `a rule that the draft removes stays visible and can be restored`() {
        let console = RulesSituation.console(daemon)
        console.type("jd")
        #expect(console.lines.contains { $0.contains("-   - enforce  postal code") })
        console.type("jk")
        #expect(console.state.rules.selected?.change == .removed)
        console.type("d")
        #expect(draft?.rules.map(\.name) == RulesSituation.rules.map(\.name))
    }

    @Test func `a draft that was changed elsewhere is reloaded before anything is sent`() {
        let console = RulesSituation.console(daemon)
        console.type("t")
        daemon.policy.drafts["anna"]?.edition = 9
        daemon.policy.drafts["anna"]?.document = "written elsewhere"
        console.type("t")
        #expect(console.footer.contains("changed elsewhere meanwhile"))
        #expect(console.state.rules.draft?.edition == 9)
        console.type("u")
        #expect(draft != nil)
    }

    @Test func `a policy that somebody else applied makes the draft stale, and the console says whose it is`() {
        let console = RulesSituation.console(daemon)
        console.type("t")
        daemon.policy.advance("bo", "for the auditors", Situation.now)
        console.happens(.policy(daemon.policy.revisions[0]))
        #expect(console.shows("draft ~1, base 14, current 15 ▲ stale"))
        #expect(console.footer.contains("bo applied revision 15 \"for the auditors\""))
    }

    // MARK: Roles

    @Test(arguments: ["e", "o", "t", "J", "d", "D", ":apply<enter>", ":policy<enter>", ":rollback 13<enter>"])
    func `an approver is told why a key does nothing`(keys: String) {
        let daemon = RulesSituation.daemon(role: .approver)
        let console = RulesSituation.console(daemon)
        console.type(keys)
        #expect(console.footer.contains("needs the role admin; yours is approver"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `an approver may test rules, and a viewer may only read them`() {
        let approver = RulesSituation.console(RulesSituation.daemon(role: .approver))
        approver.type("<^T>")
        #expect(approver.shows("Test tidy names"))
        let viewer = RulesSituation.console(RulesSituation.daemon(role: .viewer))
        viewer.type("<^T>")
        #expect(viewer.footer.contains("test needs the role approver; yours is viewer"))
        #expect(viewer.shows("has(claims.givenName)"))
    }

    // MARK: Sizes and text

    @Test(arguments: [(1, 1), (10, 3), (40, 8), (41, 9), (60, 20), (80, 24), (200, 60)])
    func `every pane can be drawn at every size`(width: Int, height: Int) {
        daemon.policy.simulation = RulesSituation.simulation(.done)
        let keys = ["e", "o", "<^T>", "t:diff<enter>", ":apply<enter>", ":simulate<enter>", ":history<enter>"]
        for key in keys {
            let console = RulesSituation.console(daemon)
            console.type(key)
            console.resize(width, height)
            #expect(console.frame().size == Size(width: width, height: height))
        }
    }

    @Test(arguments: [
        "\u{1B}[2J\u{7}", "a\r\nb", "\u{9B}31m", "\u{200B}x\u{2066}", "x\u{0301}\u{0302}\u{0303}\u{0304}",
    ])
    func `no text of a rule reaches the terminal unescaped`(text: String) {
        var rule = RulesSituation.rules[1]
        rule.name = text
        rule.when = text
        rule.message = ["default": text, text: text]
        rule.comment = text
        rule.endpoints = [text]
        daemon.policy.rules[0] = RuleSummary(rule: rule, position: 1, warnings: [text])
        daemon.policy.matches.problems = [.init(member: "when", line: 1, column: 1, text: text)]
        daemon.policy.check.problems = [.init(line: 1, column: 1, text: text, subject: text)]
        let console = RulesSituation.console(daemon)
        for keys in ["", "e", "<esc>t", ":diff<enter>", "<esc><^T>", "<esc>]]]"] {
            console.type(keys)
            let scalars = console.screen.unicodeScalars.filter { $0 != "\n" }
            #expect(scalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
        }
    }
}
