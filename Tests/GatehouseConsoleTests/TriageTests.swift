import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Deciding by a query` {
    private let daemon = Situation.daemon()

    @Test func `approving by a query first shows how many requests of which domains match`() {
        let console = ConsoleDriver(daemon)
        console.type("2:approve-matching email:*@quaynorth.example<enter>")
        #expect(daemon.changes.isEmpty)
        #expect(console.shows("Approve 2 requests of quaynorth.example?"))
        #expect(console.shows("1 of them taken by others: those are left as they are"))
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).map(\.decision.items.count) == [2])
    }

    @Test func `the current filter narrows a query, and is enough without one`() {
        let console = ConsoleDriver(daemon)
        console.type("2fissuer:entra<enter>:deny-matching<enter>")
        #expect(daemon.requests(ListApprovals.self).last?.filter == "issuer:entra")
        #expect(console.shows("Deny 2 requests"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `deciding by a query needs a valid query`() {
        let console = ConsoleDriver(daemon)
        console.type("2:approve-matching<enter>")
        #expect(console.footer.contains("write a query"))
        console.type(":approve-matching emial:x<enter>")
        #expect(daemon.requests(ListApprovals.self).count == 1)
        #expect(daemon.changes.isEmpty)
    }

    @Test func `a query without matches is reported`() {
        let console = ConsoleDriver(daemon)
        console.type("2:approve-matching email:nobody@x.example<enter>")
        #expect(console.footer.contains("nothing that waits matches"))
    }
}

@Suite struct `Looking while deciding` {
    private let daemon = Situation.daemon()

    @Test func `a new filter loads no further page before its first page has arrived`() {
        daemon.approvals = (1...100).map {
            Situation.approval($0, .seconds(1000 - Int64($0)), "p\($0)@b.example", "google.com", "Ada")
        }
        daemon.approvalsPerPage = 10
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("femail:p1*<enter>jjjjjj")
        console.release()
        let filtered = daemon.requests(ListApprovals.self).filter { $0.filter != nil }
        #expect(filtered.first?.cursor == nil)
        #expect(filtered.compactMap(\.cursor) == ["10"])
        #expect(console.lines.contains { $0.contains("/12 ") })
    }

    @Test func `a range is visible from its start until it ends`() {
        let console = ConsoleDriver(daemon)
        console.type("2vj")
        #expect(console.lines.contains { $0.hasSuffix("2/7  RANGE ─┘") })
        console.type("v")
        #expect(console.lines.contains { $0.hasSuffix("2/7  marked 2 ─┘") })
    }

    @Test func `a message disappears at the next key, and an error message stays`() {
        let console = ConsoleDriver(daemon)
        console.type("2=")
        #expect(console.footer.contains("grouped by domain"))
        console.advance(.seconds(1))
        console.type("j")
        #expect(console.footer.contains("a approve"))
        daemon.problems[CommentApproval.route.path] = Problem(.invalid, "Too many at once.")
        console.type("chello<enter>")
        console.advance(.seconds(1))
        console.type("j")
        #expect(console.footer.contains("the comment was not added"))
    }

    @Test func `the title counts all waiting requests, loaded or not`() {
        daemon.approvals = (0..<100).map { number in
            Situation.approval(UInt64(number), .seconds(1000 - number), "p\(number)@b.example", "mail", "P")
        }
        daemon.approvalsPerPage = 40
        daemon.status.pendingApprovals = 100
        let console = ConsoleDriver(daemon)
        console.type("2")
        #expect(console.lines[2].contains("Approvals  100 waiting"), "\(console.screen)")
        console.type("femail:*<enter>")
        #expect(console.lines[2].contains("Approvals  40+ waiting"), "\(console.screen)")
    }

    @Test func `other requests of the domain are counted by the daemon`() {
        let console = ConsoleDriver(daemon)
        console.type("2jjj")
        console.advance(.milliseconds(100))
        #expect(console.shows("1 other of the domain waits; = groups, V marks them"), "\(console.screen)")
        let per = daemon.approvals[4]
        daemon.approvalDetails[per.id] = ApprovalDetail(approval: per, domainCounts: ["pending": 104])
        console.type("j")
        console.advance(.milliseconds(100))
        #expect(console.shows("103 others of the domain wait; = groups, V marks them"))
    }

    @Test func `the session log has every message in full`() {
        daemon.status.degraded = [
            "the disk is nearly full and its reserve is used up; make room before the next day is over"
        ]
        let console = ConsoleDriver(daemon)
        console.type("@")
        #expect(console.words.contains("make room before the next day is over"), "\(console.screen)")
    }

    @Test func `each call of the person is one row`() {
        let console = ConsoleDriver(daemon)
        console.type("2ll")
        console.advance(.milliseconds(100))
        #expect(console.shows("request-approval     pending  "), "\(console.screen)")
        #expect(!console.shows("approval:guests"))
    }
}

@Suite struct `Snoozing` {
    private let daemon = Situation.daemon()

    @Test func `a snoozed request is hidden for an hour and comes back`() {
        let console = ConsoleDriver(daemon)
        console.type("2s")
        #expect(!console.lines[3..<12].joined().contains("mi…@atelier-lumen.example"))
        #expect(console.lines[2].contains("1 snoozed"))
        #expect(daemon.changes.isEmpty)
        console.advance(.seconds(3601))
        #expect(console.shows("mi…@atelier-lumen.example"))
    }

    @Test func `a snoozed request stays hidden after a restart, and off shows all again`() {
        let console = ConsoleDriver(daemon)
        console.type("2:snooze 2d<enter>")
        let saved = console.effects.compactMap { effect -> SavedState? in
            if case .save(let saved) = effect { saved } else { nil }
        }
        let again = ConsoleDriver(daemon) { $0.saved = saved.last ?? SavedState() }
        again.type("2")
        #expect(!again.shows("mi…@atelier-lumen.example"))
        again.type(":snooze off<enter>")
        #expect(again.shows("mi…@atelier-lumen.example"))
    }

    @Test func `a snoozed request is shown again if the applicant asks again`() {
        let console = ConsoleDriver(daemon)
        console.type("2s")
        var approval = Situation.approvals[0]
        approval.asks += 1
        approval.revision += 1
        console.happens(.approval(approval))
        #expect(console.shows("mi…@atelier-lumen.example"))
    }
}

@Suite struct `Triage` {
    let daemon = Situation.daemon()

    @Test func `from opening, 2 and a approve the oldest request`() throws {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        let sent = try #require(daemon.requests(DecideApprovals.self).first)
        #expect(sent.decision.verdict == .approve)
        #expect(sent.decision.items == [.init(id: Situation.approvals[0].id.description, revision: 1)])
    }

    @Test func `the cursor goes to the next waiting request`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        #expect(console.selectedLine.contains("t.…@brisewater.example"))
    }

    @Test func `a key that repeats approves only once`() {
        let console = ConsoleDriver(daemon)
        console.type("2aaaa")
        #expect(daemon.requests(DecideApprovals.self).count == 1)
    }

    @Test func `a decision that is being sent is never shown as done`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("a")
        #expect(console.shows("sending"))
        #expect(!console.shows("✓"))
    }

    @Test func `undo is offered with a countdown and reverts the decision`() throws {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        #expect(console.footer.contains("approved mi…@atelier-lumen.example · u takes it back, 10s"))
        console.advance(.seconds(3))
        #expect(console.footer.contains("u takes it back, 7s"))
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).map(\.ids) == [[Situation.approvals[0].id.description]])
        #expect(console.selectedLine.contains("mi…@atelier-lumen.example"))
    }

    @Test func `after ten seconds a decision cannot be undone`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        console.advance(.seconds(11))
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).isEmpty)
        #expect(console.footer.contains("the ten seconds are over"))
    }

    @Test func `marked requests are decided together, with one question that names their number`() throws {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>a")
        #expect(console.shows("Approve 2 requests of 2 domains?"))
        #expect(daemon.changes.isEmpty)
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).first?.decision.items.count == 2)
    }

    @Test(arguments: ["<enter>", "<esc>", "n", "a"])
    func `nothing but y confirms`(key: String) {
        let console = ConsoleDriver(daemon)
        console.type("2<space><space>a" + key)
        #expect(daemon.changes.isEmpty)
    }

    @Test func `a request decided elsewhere changes in place and says by whom`() {
        let console = ConsoleDriver(daemon)
        console.type("2j")
        let before = console.lines.firstIndex { $0.contains("ol…@quaynorth.example") }
        var decided = Situation.approvals[3]
        decided.state = .approved
        decided.decidedBy = "bo"
        decided.revision = 2
        console.happens(.approval(decided))
        #expect(console.lines.firstIndex { $0.contains("ol…@quaynorth.example") && $0.contains("✓ bo") } == before)
        #expect(console.footer.contains("bo approved ol…@quaynorth.example"))
        #expect(console.selectedLine.contains("t.…@brisewater.example"))
    }

    @Test func `a decision that came too late is reported as a fact, not an error`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.approvals[0].state = .denied
        daemon.approvals[0].decidedBy = "bo"
        daemon.approvals[0].decidedAt = Situation.now - .seconds(4)
        daemon.approvals[0].revision = 2
        console.type("a")
        #expect(console.footer.contains("bo denied mi…@atelier-lumen.example 4s ago; your decision changed nothing"))
    }

    @Test func `a new request is added at the end of the list`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.happens(.approval(Situation.approval(8, .seconds(0), "new@late.example", "mail", "Late")))
        #expect(console.shows("8 waiting"))
        #expect(console.selectedLine.contains("mi…@atelier-lumen.example"))
    }

    @Test func `t takes a request and shows who has it, and t again releases it`() {
        let console = ConsoleDriver(daemon)
        console.type("2t")
        #expect(console.selectedLine.contains("anna"))
        console.type("t")
        #expect(daemon.requests(ReleaseApproval.self).count == 1)
    }

    @Test func `requests of a domain can be grouped and marked`() {
        let console = ConsoleDriver(daemon)
        console.type("2jjj=V")
        #expect(console.footer.contains("2 requests of quaynorth.example marked"))
    }

    @Test func `a viewer is told why a key does nothing`() {
        let viewer = Situation.daemon(role: .viewer)
        let console = ConsoleDriver(viewer)
        console.type("2a")
        #expect(viewer.changes.isEmpty)
        #expect(console.footer.contains("approve needs the role approver; yours is viewer"))
    }

    @Test func `nothing is decided on stale data`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.breaks()
        console.advance(.seconds(12))
        console.type("a")
        #expect(daemon.changes.isEmpty)
        #expect(console.lines[0].contains("STALE 12s"))
    }
}
