import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// Events may arrive while a question is open: a yes applies to what was asked, or to nothing.
@Suite struct `Questions that are open` {
    private let daemon = Situation.daemon()

    @Test func `revealing reveals the call named in the question, whatever arrived since`() {
        let console = ConsoleDriver(daemon)
        console.type("r")
        console.happens(.call(Situation.call(0, 99, "late", "late@b.example")))
        console.type("y")
        #expect(daemon.requests(RevealCall.self).map(\.id) == [Situation.calls[0].id.description])
    }

    @Test func `removing an entry that is gone removes no other one`() {
        let console = ConsoleDriver(daemon)
        console.type("3j<enter>d")
        daemon.entries["blocked"]?.removeFirst()
        daemon.lists[1].revision += 1
        console.happens(.list(daemon.lists[1]))
        console.type("y")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("it has changed while the question stood; look again"))
        #expect(console.shows("Remove spam@mail.example from blocked?"))
    }

    @Test func `a yes for several marked requests decides nothing if others have decided them`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>a")
        var decided = Situation.approvals[0]
        decided.state = .approved
        decided.revision += 1
        console.happens(.approval(decided))
        console.type("y")
        #expect(daemon.changes.isEmpty)
        #expect(console.footer.contains("what was asked about has changed; nothing was done"))
    }

    @Test func `a question whose facts are unchanged is answered once`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>a")
        console.happens(.heartbeat)
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).map(\.decision.items.count) == [2])
    }
}

@Suite struct `Escape on a slow line` {
    private let daemon = Situation.daemon()

    @Test func `escape with a key right after it closes a dialog and runs nothing`() {
        let console = ConsoleDriver(daemon)
        console.type("2d")
        console.send(.key(.alt("y")))
        #expect(console.footer.contains("nothing was done"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `escape with a key right after it closes the detail`() {
        let console = ConsoleDriver(daemon)
        console.type("2<enter>")
        console.send(.key(.alt("a")))
        #expect(!console.state.pane.isDetailFocused)
        #expect(daemon.changes.isEmpty)
    }

    @Test func `alt keys move by words in a prompt`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:block since:1h")
        console.send(.key(.alt("b")))
        console.type("x")
        #expect(console.footer.contains("outcome:block xsince:1h"))
    }
}

@Suite struct `Text that was typed` {
    private let daemon = Situation.daemon()

    @Test func `a cancelled denial keeps its reason`() {
        let console = ConsoleDriver(daemon)
        console.type("2d4left us<enter><esc>d")
        #expect(console.shows("other: left us"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `a refused denial keeps its reason`() {
        let console = ConsoleDriver(daemon)
        daemon.problems[DecideApprovals.route.path] = Problem(.invalid, "Too many at once.")
        console.type("2d4left us<enter>y")
        #expect(console.footer.contains("nothing was decided"))
        console.type("kd")
        #expect(console.shows("other: left us"))
    }

    @Test func `another request starts with an empty denial`() {
        let console = ConsoleDriver(daemon)
        console.type("2d4left us<enter><esc>jd")
        #expect(!console.shows("left us"))
    }

    @Test(arguments: ["<esc>", "<enter>"])
    func `an entry that was not added is offered again`(end: String) {
        let console = ConsoleDriver(daemon)
        daemon.problems[AddEntries.route.path] = Problem(.invalid, "The list is full.")
        console.type("3jo.evil-two.example<tab>30d<tab>seen twice")
        console.advance(.milliseconds(300))
        console.type(end)
        #expect(!console.shows("seen twice"))
        console.type("o")
        #expect(console.shows("+ blocked ◂ .evil-two.example"))
        #expect(console.shows("comment seen twice"))
        #expect(console.shows("expires 30d"))
    }

    @Test func `an entry that was added is not offered again`() {
        let console = ConsoleDriver(daemon)
        console.type("3jo.evil-two.example")
        console.advance(.milliseconds(300))
        console.type("<enter>o")
        #expect(!console.shows("+ blocked ◂ .evil-two.example"))
    }

    @Test(arguments: ["/", "f", ":", "2c"])
    func `a cancelled prompt can be recalled with the up key`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type(keys + "outcome:block<esc>")
        console.type(keys + "<up>")
        #expect(console.footer.contains("outcome:block"))
    }
}
