import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// A decision applies only to the request that was under the cursor when the key was pressed.
@Suite struct `The cursor of Approvals` {
    private let daemon = Situation.daemon()
    private let first = "mi…@atelier-lumen.example"

    @Test(
        arguments: [
            Problem(.takenByAnother, "bo has taken it"), Problem(.revisionMismatch, "changed"),
            Problem(.invalid, "your own address"), Problem(.roleRequired, "no"),
        ]
    )
    func `the cursor stays on a request whose approval was refused`(problem: Problem) {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.problems[DecideApprovals.route.path] = problem
        console.type("a")
        #expect(console.selectedLine.contains(first), "\(console.screen)")
    }

    @Test func `the cursor stays on a request that somebody took, so that the next key affects no other request`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.approvals[0].takenBy = "bo"
        console.type("a")
        console.advance(.seconds(1))
        console.type("a")
        #expect(console.selectedLine.contains(first))
        #expect(Set(daemon.requests(DecideApprovals.self).flatMap(\.decision.items).map(\.id)).count == 1)
    }

    @Test func `the cursor stays when a denial is refused, and when no answer comes`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.approvals[0].takenBy = "bo"
        console.type("d1y")
        #expect(console.selectedLine.contains(first))
        daemon.isUp = false
        console.type("a")
        #expect(console.selectedLine.contains(first))
    }

    @Test func `the cursor stays while a decision is being sent, and another key decides nothing`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("a")
        console.advance(.seconds(2))
        console.type("a")
        #expect(console.selectedLine.contains(first))
        console.release()
        #expect(daemon.requests(DecideApprovals.self).count == 1)
    }

    @Test(arguments: [(0, 1), (200, 1), (400, 2)])
    func `the cursor must rest on the next request for a moment before a key decides it`(wait: Int, decided: Int) {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("a")
        console.advance(.seconds(1))
        console.release()
        console.advance(.milliseconds(wait))
        console.type("a")
        #expect(daemon.requests(DecideApprovals.self).count == decided)
    }

    @Test func `the cursor must be drawn on the next request before a key decides it`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.draw()
        console.type("a")
        console.advance(.seconds(3))
        console.type("a")
        #expect(daemon.requests(DecideApprovals.self).count == 1)
        console.draw()
        console.advance(.milliseconds(400))
        console.type("a")
        #expect(daemon.requests(DecideApprovals.self).count == 2)
    }

    @Test(arguments: ["a", "d", "t", "c", "s"])
    func `a key is refused once if the row under the cursor has left`(key: String) {
        let console = ConsoleDriver(daemon)
        console.type("2jj")
        daemon.approvals.remove(at: 2)
        console.happens(.gap(.init(from: 1, to: 2)))
        console.advance(.seconds(5))
        console.type(key)
        #expect(daemon.changes.isEmpty)
        #expect(console.state.dialog == nil)
        #expect(console.footer.contains("has just come under the cursor"), "\(console.footer)")
    }

    @Test func `a key is accepted if it was pressed after the user saw the new row`() {
        let console = ConsoleDriver(daemon)
        console.type("2jj")
        daemon.approvals.remove(at: 2)
        console.happens(.gap(.init(from: 1, to: 2)))
        console.advance(.seconds(1))
        console.type("k")
        console.type("a")
        #expect(daemon.requests(DecideApprovals.self).count == 1)
    }

    @Test func `a key decides nothing if others decided all marked requests`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space>jj")
        var decided = Situation.approvals[0]
        decided.state = .denied
        decided.decidedBy = "bo"
        decided.revision = 2
        console.happens(.approval(decided))
        console.advance(.seconds(3))
        console.type("a")
        #expect(daemon.changes.isEmpty)
    }

    @Test func `the cursor goes to the only marked request before a key decides it`() {
        let console = ConsoleDriver(daemon)
        console.type("2<space>jja")
        #expect(daemon.changes.isEmpty)
        #expect(console.selectedLine.contains(first))
        console.advance(.seconds(1))
        console.type("a")
        #expect(
            daemon.requests(DecideApprovals.self).flatMap(\.decision.items).map(\.id)
                == [Situation.approvals[0].id.description]
        )
    }

    @Test func `a yes counts only if none of the requests in the question has changed`() {
        let console = ConsoleDriver(daemon)
        console.type("2v<down><down><down><down><down><down>va")
        #expect(console.shows("Approve 7 requests"))
        var changed = Situation.approvals[6]
        changed.asks = 2
        changed.revision = 2
        console.happens(.approval(changed))
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).isEmpty)
        #expect(console.shows("look again"))
    }

    @Test func `a denial carries the revision that was shown`() {
        let console = ConsoleDriver(daemon)
        console.type("2d1")
        var changed = Situation.approvals[0]
        changed.asks = 2
        changed.revision = 9
        console.happens(.approval(changed))
        console.type("y")
        #expect(daemon.requests(DecideApprovals.self).flatMap(\.decision.items).map(\.revision) == [1])
    }

    @Test func `refused requests stay marked after a decision on many`() {
        let console = ConsoleDriver(daemon)
        console.type("2jjjjj<space>kkk<space>a")
        console.advance(.milliseconds(100))
        #expect(console.shows("1 of them taken by others: those are left as they are"), "\(console.screen)")
        console.type("y")
        #expect(console.state.approvals.selection.marks == [Situation.approvals[3].id], "\(console.footer)")
    }
}
