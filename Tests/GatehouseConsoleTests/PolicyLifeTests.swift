import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// From the draft to the policy in force and back.
@Suite struct `The life of a policy` {
    let daemon = RulesSituation.daemon()

    private func console(_ keys: String = "t") -> ConsoleDriver {
        let console = RulesSituation.console(daemon)
        console.type(keys)
        return console
    }

    // MARK: Simulating

    @Test func `a simulation shows its progress and asks before it is cancelled`() {
        daemon.policy.simulation = RulesSituation.simulation(.running, replayed: 27_512)
        let console = console("t:simulate 7d<enter>")
        #expect(
            daemon.requests(StartSimulation.self).first?.plan.since == Situation.now + .milliseconds(300)
                - .seconds(7 * 86_400)
        )
        #expect(console.shows("45%  27,632 of 61,327"))
        console.type("<esc>")
        #expect(console.shows("End the simulation early?"))
        console.type("<enter>")
        #expect(daemon.requests(CancelSimulation.self).isEmpty)
        #expect(console.shows("27,632 of 61,327"))
        console.type("<esc>y")
        #expect(daemon.requests(CancelSimulation.self).count == 1)
        #expect(console.shows("cancelled"))
    }

    @Test func `the flip report leads to the calls and on to Traffic`() {
        daemon.policy.simulation = RulesSituation.simulation(.running, replayed: 100)
        daemon.policy.flips = [
            Flip(call: Situation.calls[7], from: .continue, to: .pending, decidedBy: .rule("freemail"))
        ]
        let console = console("t:simulate<enter>")
        daemon.policy.simulation = RulesSituation.simulation(.done)
        console.advance(.milliseconds(300))
        #expect(console.screen == ExpectedRules.flips)
        console.type("<enter>")
        console.advance(.milliseconds(100))
        #expect(daemon.requests(ListFlips.self).last?.decidedBy == "rule:freemail")
        #expect(console.shows("continue → pending by rule:freemail"))
        console.type("<enter>")
        #expect(console.state.screen == .traffic)
        #expect(console.state.traffic.selectedRow?.call == Situation.calls[7])
        #expect(console.lines[2].contains("continue → pending by rule:freemail"))
        console.type("<esc>")
        #expect(console.state.screen == .rules)
        #expect(console.shows("enter open in Traffic"))
        console.type("<esc>")
        #expect(console.screen == ExpectedRules.flips)
    }

    // MARK: Applying

    @Test func `applying shows what changes and what is unknown, and only y applies`() {
        let console = console("jt:apply less noise<enter>")
        #expect(console.screen == ExpectedRules.applying)
        console.type("<enter>")
        #expect(daemon.requests(ApplyPolicy.self).isEmpty)
        console.type(":apply less noise<enter>y")
        let sent = daemon.requests(ApplyPolicy.self).first
        #expect(sent?.comment == "less noise")
        #expect(sent?.base == 14)
        #expect(daemon.policy.drafts.isEmpty)
        #expect(console.state.rules.draft == nil)
        #expect(console.footer.contains("revision 15 is in force"))
    }

    @Test func `a simulation counts only for the edition that it examined`() {
        daemon.policy.simulation = RulesSituation.simulation(.done)
        let console = console("t:simulate<enter>")
        console.type("<esc>:apply<enter>")
        #expect(console.shows("simulated: 214 of 61,207 calls flip"))
        console.type("<esc>jt:apply<enter>")
        #expect(console.shows("not simulated since it last changed"))
    }

    @Test func `a draft with an error cannot be applied`() {
        daemon.policy.check.problems = [.init(line: 12, column: 8, text: "there is no list vips", subject: "rule:x")]
        let console = console("t:apply<enter>y")
        #expect(daemon.requests(ApplyPolicy.self).isEmpty)
        #expect(console.shows("line 12, column 8: there is no list vips"))
        #expect(console.footer.contains("the draft is wrong at line 12"))
    }

    @Test func `a stale draft is never applied over others' changes`() {
        let console = console()
        daemon.policy.theirs = [.init(subject: "list:partners", change: .changed, details: ["effect: none → allow"])]
        daemon.policy.advance("bo", nil, Situation.now)
        console.happens(.policy(daemon.policy.revisions[0]))
        console.type(":apply<enter>y")
        #expect(daemon.requests(ApplyPolicy.self).isEmpty)
        console.type("<tab><tab>")
        #expect(console.shows("effect: none → allow"))
        #expect(console.shows("No part was changed by both"))
        console.type("m")
        #expect(daemon.policy.drafts["anna"]?.base == 15)
        #expect(console.state.rules.isStale == false)
    }

    @Test func `parts that both sides changed are named and left to the user`() {
        let console = console()
        daemon.policy.conflicts = ["rule:tidy names"]
        daemon.policy.advance("bo", nil, Situation.now)
        console.happens(.policy(daemon.policy.revisions[0]))
        console.type(":diff<enter><tab><tab>")
        #expect(console.shows("! rule:tidy names"))
        console.type("m")
        #expect(daemon.policy.drafts["anna"]?.base == 14)
        console.type("b")
        #expect(console.shows("Put the draft on revision 15 as it is?"))
        console.type("y")
        #expect(daemon.policy.drafts["anna"]?.base == 15)
    }

    @Test func `rebasing names the changes of others that it reverts`() {
        let console = console()
        daemon.policy.theirs = [.init(subject: "rule:freemail", change: .removed)]
        daemon.policy.conflicts = ["rule:freemail"]
        daemon.policy.advance("bo", nil, Situation.now)
        console.happens(.policy(daemon.policy.revisions[0]))
        console.type(":rebase<enter>")
        #expect(console.shows("Put the draft on revision 15 as it is?"))
        #expect(console.shows("+ rule:freemail, which they removed, comes back, with your change"))
        console.type("<enter>")
        #expect(daemon.policy.drafts["anna"]?.base == 14)
        console.type(":rebase<enter>y")
        #expect(daemon.policy.drafts["anna"]?.base == 15)
    }

    @Test func `a simulation with very many flips says how many can be listed`() {
        var simulation = RulesSituation.simulation(.done)
        simulation.flipsKept = 100
        daemon.policy.simulation = simulation
        let console = console("t:simulate<enter>")
        #expect(console.shows("100 of 214 flips can be listed"))
    }

    @Test func `a simulation shows what shadow rules would do`() {
        var simulation = RulesSituation.simulation(.done)
        simulation.shadows = [
            .init(rule: "late", calls: 120, effects: [.init(from: .continue, to: .block, calls: 80)]),
            .init(rule: "early"),
        ]
        daemon.policy.simulation = simulation
        let console = console("t:simulate<enter>")
        #expect(console.shows("shadow late matches 120: continue → block 80"))
        #expect(console.shows("shadow early matches none"))
    }

    @Test func `discarding a draft asks first`() {
        let console = console("t:discard<enter><enter>")
        #expect(daemon.policy.drafts.count == 1)
        console.type(":discard<enter>y")
        #expect(daemon.policy.drafts.isEmpty)
        #expect(console.shows("revision 14") || console.shows("4 rules"))
    }

    // MARK: History

    @Test func `history shows what a revision changed, and rolls back to it after a question`() {
        let console = console(":history<enter>")
        console.advance(.milliseconds(100))
        #expect(console.shows("freemail in shadow"))
        console.type("<enter>")
        console.advance(.milliseconds(100))
        #expect(daemon.requests(DiffPolicy.self).last?.sides.from == 13)
        console.type("<esc>jr")
        #expect(console.shows("Roll back to revision 13?"))
        console.type("<enter>")
        #expect(daemon.requests(RollBackPolicy.self).isEmpty)
        console.type("ry")
        #expect(daemon.requests(RollBackPolicy.self).first?.base == 14)
    }

    // MARK: The editor

    /// Returns from the editor with this text.
    private func edit(_ console: ConsoleDriver, _ text: String) {
        console.send(.rules(.policyReady(path: "/t/policy.toml", line: nil)))
        console.send(.rules(.policyWritten(path: "/t/policy.toml", problem: nil)))
        console.send(.rules(.policyRead(.success(text))))
    }

    private func written(_ console: ConsoleDriver) -> [(text: String, line: Int?)] {
        console.effects.compactMap { effect in
            if case .writePolicy(let text, let line) = effect { (text, line) } else { nil }
        }
    }

    @Test func `the document saved in the editor becomes the draft`() {
        let console = console(":policy<enter>")
        #expect(written(console).map(\.text) == [daemon.policy.document])
        edit(console, "# another\n")
        #expect(daemon.policy.drafts["anna"]?.document == "# another\n")
        #expect(daemon.policy.drafts["anna"]?.base == 14)
    }

    @Test func `closing the editor without a change changes nothing`() {
        let console = console(":policy<enter>")
        edit(console, daemon.policy.document)
        #expect(daemon.changes.isEmpty)
        #expect(console.footer.contains("nothing was changed"))
    }

    @Test func `errors are shown with their places, and the editor opens again at the line`() {
        daemon.policy.check.problems = [
            .init(line: 2, column: 8, text: "the mode is \"sadow\"; write enforce, shadow or off", subject: "rule:x"),
            .init(line: nil, text: "there is no queue guests"),
        ]
        let console = console(":policy<enter>")
        edit(console, "[[rule]]\nmode = \"sadow\"\n")
        #expect(console.screen == ExpectedRules.problems)
        #expect(daemon.changes.isEmpty)
        console.type("<esc>")
        #expect(console.shows("mode = \"sadow\""))
        console.type("e")
        #expect(written(console).last?.line == 2)
        edit(console, "[[rule]]\nmode = \"sadow\"\n# more\n")
        console.type("k")
        #expect(daemon.policy.drafts["anna"]?.document.hasSuffix("# more\n") == true)
    }

    @Test func `the edited document can be discarded`() {
        daemon.policy.check.problems = [.init(line: 1, column: 1, text: "no")]
        let console = console(":policy<enter>")
        edit(console, "x")
        console.type("d")
        #expect(daemon.changes.isEmpty)
        #expect(!console.shows("mistake"))
    }

    @Test func `a connection lost while the editor was open loses nothing`() {
        let console = console(":policy<enter>")
        daemon.isUp = false
        edit(console, "# long work\n")
        #expect(console.shows("What you wrote is kept here meanwhile."))
        daemon.isUp = true
        console.type("e")
        #expect(written(console).last?.text == "# long work\n")
        edit(console, "# long work\n")
        #expect(daemon.policy.drafts["anna"]?.document == "# long work\n")
    }

    @Test func `the policy and the draft are exported as they are`() {
        let console = console("t:export toml p.toml<enter>:export draft d.toml<enter>")
        let files = console.effects.compactMap { effect -> [String]? in
            if case .write(let path, let contents, _) = effect { [path, contents] } else { nil }
        }
        #expect(
            files == [["p.toml", daemon.policy.document], ["d.toml", daemon.policy.drafts["anna"]?.document ?? ""]]
        )
    }
}
