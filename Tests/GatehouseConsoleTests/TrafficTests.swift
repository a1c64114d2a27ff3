import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Traffic` {
    let daemon = Situation.daemon()

    private func newCall(_ number: UInt64) -> CallSummary { Situation.call(0, 1000 + number, "late", "late@b.example") }

    @Test func `an empty journal is reported once the daemon has answered`() {
        daemon.calls = []
        daemon.isSlow = true
        let console = ConsoleDriver(daemon)
        #expect(!console.shows("No calls yet."), "\(console.screen)")
        console.release()
        #expect(console.shows("No calls yet."), "\(console.screen)")
    }

    @Test func `traffic follows new calls until the cursor moves`() {
        let console = ConsoleDriver(daemon)
        #expect(console.lines[2].contains("LIVE"))
        console.happens(.call(newCall(1)))
        #expect(console.selectedLine.contains("late"))
    }

    @Test func `traffic holds its place under the cursor and counts new calls`() {
        let console = ConsoleDriver(daemon)
        console.type("jj")
        let before = console.lines
        for number in 1...128 { console.happens(.call(newCall(UInt64(number)))) }
        #expect(console.lines[2].contains("HOLDING  ▲ 128 new"))
        #expect(Array(console.lines[3..<13]) == Array(before[3..<13]))
    }

    @Test(arguments: ["F", "g", "kkk"])
    func `traffic can follow again`(keys: String) {
        let console = ConsoleDriver(daemon)
        console.type("jj")
        console.happens(.call(newCall(1)))
        console.type(keys)
        #expect(console.lines[2].contains("LIVE"))
    }

    @Test func `the trace of the selected call is loaded and shown`() {
        let console = ConsoleDriver(daemon)
        console.type("jj")
        #expect(console.shows("■ list blocked  .evil.example  deny  (this decided)"))
        #expect(console.shows("would be pending if .evil.example were not in blocked"))
    }

    @Test func `pausing requests no calls, and resuming continues where it stopped`() {
        let console = ConsoleDriver(daemon)
        console.happens(.call(newCall(1)))
        console.type("p")
        #expect(console.watched.last?.types == ["approval", "list", "policy", "sign_up", "status"])
        #expect(console.lines[0].contains("PAUSED"))
        console.type("p")
        #expect(console.watched.last?.types == [])
        #expect(console.watched.last?.after == 101)
    }

    @Test func `a filter is checked while it is typed and applied by the daemon`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:blo")
        #expect(!console.footer.contains("enter applies"))
        console.type("ck")
        #expect(console.footer.contains("1 of the"))
        console.type("<enter>")
        #expect(daemon.requests(ListCalls.self).last?.filter == "outcome:block")
        #expect(console.shows("j9…@mail.evil.example"))
        #expect(!console.shows("check-approval"))
    }

    @Test func `following a reference opens the call at once`() {
        let console = ConsoleDriver(daemon)
        console.type(":goto \(Situation.calls[2].code)<enter>")
        console.advance(.milliseconds(100))
        #expect(console.selectedLine.contains("j9…@mail.evil.example"))
        #expect(console.shows("Sign-up from mail.evil.example is not possible."), "\(console.screen)")
    }

    @Test func `the error in a filter is shown completely`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:blok")
        #expect(console.words.contains("pending, refused"), "\(console.screen)")
    }

    @Test func `a filter without matches is reported once the daemon has searched`() {
        let console = ConsoleDriver(daemon)
        daemon.isSlow = true
        console.type("femail:nobody@x.example<enter>")
        #expect(console.shows("Looking through what is kept…"))
        #expect(!console.shows("No call that is kept matches"))
        console.release()
        #expect(console.shows("No call that is kept matches the filter."))
    }

    @Test func `an invalid filter is not applied`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcom:block<enter>")
        #expect(daemon.requests(ListCalls.self).count == 1)
    }

    @Test func `one key turns the filter off and on, and two remove it`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:block<enter><^X>")
        #expect(console.shows("check-approval"))
        console.type("<^X>")
        #expect(!console.shows("check-approval"))
        console.type("<esc>")
        #expect(!console.shows("check-approval"))
        console.type("<esc>")
        #expect(console.shows("check-approval"))
    }

    @Test func `only calls that match the filter are added`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:block<enter>")
        console.happens(.call(newCall(1)))
        #expect(console.state.traffic.active.rows.count == 1)
        console.happens(.call(Situation.call(0, 2001, "late", "x@b.example", .block)))
        #expect(console.state.traffic.active.rows.count == 2)
    }

    @Test func `a search counts and highlights matches and goes from one to the next`() {
        let console = ConsoleDriver(daemon)
        console.type("/quaynorth")
        #expect(console.footer.contains("2 matches"))
        console.type("<enter>")
        #expect(console.footer.contains("1 of 2"))
        #expect(console.selectedLine.contains("ol…@quaynorth.example"))
        console.type("n")
        #expect(console.footer.contains("2 of 2"))
        console.type("n")
        #expect(console.footer.contains("1 of 2"))
    }

    @Test func `a search can become a filter`() {
        let console = ConsoleDriver(daemon)
        console.type("/quaynorth<^T><enter>")
        #expect(daemon.requests(ListCalls.self).last?.filter == "quaynorth")
    }

    @Test func `older calls are loaded when the cursor nears the end`() {
        daemon.calls = (0..<450).map { Situation.call($0, UInt64($0) + 1) }
        let console = ConsoleDriver(daemon)
        #expect(console.state.traffic.active.rows.count == 200)
        console.type("G")
        #expect(console.state.traffic.active.rows.count == 400)
        console.type("GG")
        #expect(console.state.traffic.active.rows.count == 450)
        #expect(console.state.traffic.active.older == .none)
    }

    @Test func `revealing bodies asks first`() {
        let console = ConsoleDriver(daemon)
        console.type("jjr")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("written to the audit log"))
        console.type("y")
        #expect(daemon.requests(RevealCall.self).map(\.id) == [Situation.calls[2].id.description])
    }

    @Test func `a call can be listed, with the effect of the entry`() {
        daemon.impact = Impact(
            entry: "mail.evil.example",
            explanation: "",
            days: 7,
            calls: 17,
            people: 6,
            outcomes: ["pending": 14],
            waiting: [],
            waitingCount: 0,
            complete: true
        )
        let console = ConsoleDriver(daemon)
        console.type("jjAd")
        console.advance(.milliseconds(100))
        #expect(console.shows("would have blocked 17 calls of 6 people (14 pending)"))
        console.type("<down><enter>")
        #expect(daemon.requests(AddEntries.self).first?.entries.first?.entry == ".mail.evil.example")
    }
}
