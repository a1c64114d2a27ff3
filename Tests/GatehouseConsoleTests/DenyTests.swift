import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Denying` {
    let daemon = Situation.daemon()

    @Test func `a denial takes one key for the reason and y to confirm`() throws {
        let console = ConsoleDriver(daemon)
        console.type("2d1y")
        let sent = try #require(daemon.requests(DecideApprovals.self).first?.decision)
        #expect(sent.verdict == .deny)
        #expect(sent.reason == "unknown organisation")
        #expect(sent.message == nil)
    }

    @Test func `a predefined reason brings its text for the applicant, with the code of the request`() throws {
        let console = ConsoleDriver(daemon) { start in
            start.settings.denyReasons = [DenyReason("not ours", message: "Write to us. Reference {code}.")]
        }
        console.type("2d1y")
        let sent = try #require(daemon.requests(DecideApprovals.self).first?.decision)
        #expect(sent.message == "Write to us. Reference \(Situation.approvals[0].code).")
    }

    @Test(arguments: ["1", "2", "3", "4moved away<enter>"])
    func `without a text of their own the applicants read the queue's, in their language`(keys: String) throws {
        let console = ConsoleDriver(daemon)
        console.type("2d\(keys)")
        #expect(console.shows("the queue's own text"))
        console.type("y")
        #expect(try #require(daemon.requests(DecideApprovals.self).first?.decision).message == nil)
    }

    @Test(arguments: ["2dy", "2d<enter>", "2dd", "2d1<enter>", "2d1d", "2d4y", "2d1<esc>", "2d4<enter>y"])
    func `without a reason and y nothing is denied`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type(keys)
        #expect(daemon.changes.isEmpty)
    }

    @Test func `another reason can be written`() {
        let console = ConsoleDriver(daemon)
        console.type("2d4left us<enter>y")
        #expect(daemon.requests(DecideApprovals.self).first?.decision.reason == "left us")
    }

    @Test func `the text for the applicant can be changed`() {
        let console = ConsoleDriver(daemon)
        console.type("2d1e<^U>Sorry.<enter>y")
        #expect(daemon.requests(DecideApprovals.self).first?.decision.message == "Sorry.")
    }

    @Test func `a denial can include a list entry`() throws {
        let console = ConsoleDriver(daemon)
        console.type("2d1<down><down>y")
        let added = try #require(daemon.requests(AddEntries.self).first)
        #expect(added.name == "blocked")
        #expect(added.entries.first?.entry == "atelier-lumen.example")
        #expect(added.entries.first?.expires == Situation.now + .seconds(30 * 86_400))
    }

    @Test func `a denial of several requests is undone as a whole`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>d1y")
        #expect(daemon.requests(DecideApprovals.self).flatMap(\.decision.items).count == 2)
        #expect(console.footer.contains("denied 2 requests"))
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).first?.ids.count == 2)
    }

    @Test func `the whole address is shown to people who may decide`() {
        let console = ConsoleDriver(daemon)
        console.type("2d")
        #expect(console.shows("mireille.caron@atelier-lumen.example"))
    }

    @Test func `the effect of an entry is counted anew each time`() {
        let console = ConsoleDriver(daemon)
        console.type("2d<esc>")
        let before = daemon.requests(GetImpact.self).count
        console.advance(.seconds(1))
        console.type("d")
        #expect(daemon.requests(GetImpact.self).count == before + 1)
    }

    @Test func `a long domain hides neither the list, nor the expiry, nor the other people affected`() {
        let long = String(repeating: "b", count: 60)
        daemon.approvals[0].email = "a@\(long).\(long).example"
        let console = ConsoleDriver(daemon)
        console.type("2d")
        for words in ["disposable: ask", "blocked: deny", "expires 30d", "no one else is affected"] {
            #expect(console.words.contains(words), "\(console.screen)")
        }
    }

    @Test(arguments: [(40, 10), (60, 15), (80, 24)], ["", "j", "jj"])
    func `everything that y will do is visible at every size`(size: (Int, Int), keys: String) {
        let console = ConsoleDriver(daemon, size: Size(width: size.0, height: size.1))
        console.type("2d1" + keys)
        let option =
            ["": "(•) nothing more", "j": "(•) disposable: ask a person", "jj": "(•) blocked: deny"][keys] ?? ""
        #expect(console.words.contains(option), "\(console.screen)")
        #expect(console.words.contains("•1 unkno"))
        #expect(console.words.contains(keys.isEmpty ? "affected" : "others waiting"), "\(console.screen)")
        #expect(!console.screen.contains("……"))
    }
}
