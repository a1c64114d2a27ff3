import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// Grouping and marking apply to the whole list, including requests not yet loaded.
@Suite struct `Marking all` {
    private let daemon = Situation.daemon()

    init() {
        daemon.approvals = (1...425).map {
            let domain = $0.isMultiple(of: 2) ? "even.example" : "odd.example"
            return Situation.approval(UInt64($0), .seconds(5000 - $0), "p\($0)@\(domain)", "mail", "P")
        }
        daemon.approvalsPerPage = 84
        daemon.status.pendingApprovals = 425
    }

    @Test func `V marks every request of the domain, including those not yet loaded`() {
        let console = ConsoleDriver(daemon)
        console.type("2V")
        #expect(console.footer.contains("213 requests of odd.example marked"), "\(console.footer)")
        #expect(console.state.approvals.selection.marks.count == 213)
    }

    @Test func `= groups every request`() {
        let console = ConsoleDriver(daemon)
        console.type("2=")
        #expect(console.state.approvals.rows.count == 425)
        let domains = console.state.approvals.rows.map { $0.email?.contains("odd") ?? false }
        #expect(domains == Array(repeating: true, count: 213) + Array(repeating: false, count: 212))
    }

    @Test func `V shows its progress, and esc stops it without marking anything`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("V")
        #expect(console.footer.contains("reading all requests: 84 of 425; esc stops"), "\(console.footer)")
        console.type("<esc>")
        console.release()
        #expect(console.state.approvals.selection.marks.isEmpty)
        #expect(console.state.approvals.rows.count < 425)
    }

    @Test func `V marks nothing if loading fails, and says so`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.problems[ListApprovals.route.path] = Problem(.overloaded, "Too much at once.")
        console.type("V")
        #expect(console.state.approvals.selection.marks.isEmpty)
        #expect(console.footer.contains("cannot read the approvals"), "\(console.footer)")
    }

    @Test func `marks follow the decisions of others, and one act decides and undoes the rest`() {
        let console = ConsoleDriver(daemon)
        console.type("2V")
        daemon.approvals[0].state = .denied
        daemon.approvals[0].decidedBy = "bo"
        daemon.approvals[0].revision = 2
        console.happens(.approval(daemon.approvals[0]))
        #expect(console.state.approvals.selection.marks.count == 212)
        console.type("a")
        #expect(console.shows("Approve 212 requests of odd.example?"))
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).map(\.decision.items.count) == [212])
        console.type("u")
        #expect(daemon.approvals.count { $0.state == .pending } == 424)
    }

    @Test func `the question says which requests the daemon would leave undecided`() {
        for number in [2, 4, 6] { daemon.approvals[number].takenBy = "bo" }
        let console = ConsoleDriver(daemon)
        console.type("2V")
        for number in [8, 10] { daemon.approvals[number].state = .denied }
        console.type("a")
        console.advance(.milliseconds(100))
        #expect(
            console.words.contains("3 of them taken by others, 2 of them decided since: those are left as they are"),
            "\(console.screen)"
        )
    }

    @Test func `denying by a query also denies requests that are not in the list`() {
        let console = ConsoleDriver(daemon)
        console.type("2:deny-matching email:*@even.example<enter>4gone<enter>y")
        let decided = daemon.requests(DecideApprovals.self).flatMap(\.decision.items)
        #expect(decided.count == 212)
    }

    @Test func `a decision on many stops on request, and the decisions made can be undone`() {
        // A text with the code of each request makes one decision of each.
        let console = ConsoleDriver(daemon) { start in
            start.settings.denyReasons = [DenyReason("unknown", message: "Reference {code}.")]
        }
        console.type("2Vd1")
        daemon.isSlow = true
        console.type("y<esc>")
        console.release()
        #expect(daemon.requests(DecideApprovals.self).count == 1)
        #expect(console.footer.contains("212 were not sent"), "\(console.footer)")
        console.type("u")
        #expect(daemon.approvals.allSatisfy { $0.state == .pending })
    }
}
