import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// Keys that arrive in one read may be pasted text. They can move the cursor and type, but decide nothing.
@Suite struct `Keys that come together` {
    private let daemon = Situation.daemon()

    @Test(arguments: ["ay", "a", "aa", "day<enter>y<enter>", "xa", "jjja", "d1y", "tt", "c hello<enter>", "A<enter>y"])
    func `keys that arrive together decide nothing on Approvals`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.typeAtOnce(keys)
        #expect(daemon.changes.isEmpty)
    }

    @Test func `keys that arrive together say why nothing was done, and drop the keys after them`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.typeAtOnce("chello")
        #expect(console.footer.contains("comment came together with other keys"), "\(console.footer)")
        #expect(console.state.dialog == nil)
        #expect(!console.effects.contains { if case .view = $0 { true } else { false } })
    }

    @Test(arguments: ["y", "1y", "yy"])
    func `keys that arrive together do not confirm an open denial`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type("2d1")
        console.typeAtOnce(keys)
        #expect(daemon.changes.isEmpty)
        console.advance(.seconds(1))
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).count == 1)
    }

    @Test func `keys that arrive together do not answer a question`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>a")
        console.typeAtOnce("y<enter>")
        #expect(daemon.changes.isEmpty)
    }

    @Test func `keys that arrive together undo nothing`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        console.typeAtOnce("uu")
        #expect(daemon.requests(UndoDecisions.self).isEmpty)
    }

    @Test func `keys that arrive together write an entry but do not add it`() {
        let console = ConsoleDriver(daemon)
        console.type("3jo")
        console.typeAtOnce(".evil.example<enter><enter>")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows(".evil.example"))
    }

    @Test(arguments: [":approve<enter>", ":approve all<enter>", ":deny-matching email:*<enter>y", ":quit<enter>"])
    func `keys that arrive together run no command that changes something`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.typeAtOnce(keys)
        #expect(daemon.changes.isEmpty)
        #expect(!console.hasQuit)
        #expect(console.footer.contains("⏎"), "\(console.footer)")
    }

    @Test func `keys that arrive together move the cursor as if they arrived one by one`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.typeAtOnce("jjj<down>k")
        #expect(console.selectedLine.contains("ol…@quaynorth.example"), "\(console.screen)")
        console.typeAtOnce("G")
        #expect(console.selectedLine.contains("ra…@gmail.example"))
    }

    @Test func `keys that arrive together can type filters, searches and commands that only read`() {
        let console = ConsoleDriver(daemon)
        console.typeAtOnce("2fissuer:entra<enter>")
        #expect(console.state.panes[.approvals]?.filter.active == "issuer:entra")
        console.typeAtOnce(":show denied<enter>")
        #expect(console.state.approvals.shows == .denied)
    }

    @Test func `keys right after a group of keys still belong to it`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.typeAtOnce("jj")
        console.type("a")
        #expect(daemon.changes.isEmpty)
        console.advance(.milliseconds(200))
        console.type("a")
        #expect(daemon.requests(DecideApprovals.self).count == 1)
    }

    @Test func `keys right after a paste still belong to it`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.send(.pasted("x"))
        console.type("a")
        #expect(daemon.changes.isEmpty)
    }

    @Test func `pasted text in a prompt shows its line ends and waits for enter`() {
        let console = ConsoleDriver(daemon)
        console.type("2:")
        console.send(.pasted("approve all\r\ny\n"))
        #expect(console.footer.hasPrefix(":approve all⏎y⏎"), "\(console.footer)")
        #expect(daemon.changes.isEmpty)
    }

    @Test func `a line end at the end of a pasted filter is dropped`() {
        let console = ConsoleDriver(daemon)
        console.type("2f")
        console.send(.pasted("issuer:entra\n"))
        console.advance(.seconds(1))
        console.type("<enter>")
        #expect(console.state.panes[.approvals]?.filter.active == "issuer:entra", "\(console.footer)")
    }

    @Test func `two ^C in one read do not quit`() {
        let console = ConsoleDriver(daemon)
        console.typeAtOnce("<^C><^C>")
        #expect(!console.hasQuit)
    }
}
