import ControlProtocol
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

/// `u` undoes the user's own acts, newest first, each with all its parts.
@Suite struct `Undo` {
    private let daemon = Situation.daemon()

    private func state(_ number: Int) -> ApprovalState { daemon.approvals[number].state }

    @Test(arguments: [("<down>", "disposable"), ("<down><down>", "blocked")])
    func `undo reverts a denial together with its list entry`(keys: String, list: String) {
        let console = ConsoleDriver(daemon)
        console.type("2d1\(keys)y")
        #expect(console.footer.contains("denied mi…@atelier-lumen.example, atelier-lumen.example added to \(list)"))
        #expect(daemon.entries[list]?.first?.entry == "atelier-lumen.example")
        console.type("u")
        #expect(state(0) == .pending)
        #expect(daemon.entries[list]?.contains { $0.entry == "atelier-lumen.example" } == false)
        #expect(console.footer.contains("taken back; it waits again; atelier-lumen.example is no longer in \(list)"))
    }

    @Test func `undo reverts a denial of several requests together with its one list entry`() {
        let console = ConsoleDriver(daemon)
        console.type("2jjjj<space>")
        daemon.approvals[3].takenBy = nil
        console.type("kk<space>d1<down><down>y")
        #expect(daemon.requests(AddEntries.self).count == 1)
        console.type("u")
        #expect(daemon.requests(UndoListChange.self).map(\.change) == [7])
    }

    @Test func `undo of a refused denial adds nothing to a list`() {
        let console = ConsoleDriver(daemon)
        console.type("2d1<down><down>")
        daemon.approvals[0].takenBy = "bo"
        console.type("y")
        #expect(daemon.requests(AddEntries.self).isEmpty)
        #expect(console.footer.contains("bo has taken mi…@atelier-lumen.example; nothing was decided"))
    }

    @Test func `undo reverts only the denial if the list refused the entry, and says so`() {
        let console = ConsoleDriver(daemon)
        daemon.problems[AddEntries.route.path] = Problem(.invalid, "The list is full.")
        console.type("2d1<down><down>y")
        #expect(console.footer.contains("but not added to blocked: The list is full."), "\(console.footer)")
        console.type("u")
        #expect(state(0) == .pending)
        #expect(daemon.requests(UndoListChange.self).isEmpty)
    }

    @Test func `undo says what stays if somebody has changed the entry since`() {
        let console = ConsoleDriver(daemon, size: Size(width: 120, height: 36))
        console.type("2d1<down><down>y")
        daemon.problems[UndoListChange.route.path] = Problem(.conflict, "atelier-lumen.example was changed since")
        console.type("u")
        #expect(state(0) == .pending)
        #expect(console.words.contains("it waits again; but blocked keeps what was changed"), "\(console.footer)")
    }

    @Test func `undo leaves the entry if the denial can no longer be undone, and says where to undo it`() {
        let console = ConsoleDriver(daemon, size: Size(width: 160, height: 36))
        console.type("2d1<down><down>y")
        console.advance(.seconds(11))
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).isEmpty)
        #expect(console.footer.contains("u on Lists takes back"), "\(console.footer)")
        console.type("3u")
        #expect(daemon.requests(UndoListChange.self).map(\.change) == [7])
        #expect(console.footer.contains("the decision stays, its ten seconds are over"), "\(console.footer)")
    }

    @Test func `undo reverts acts one after the other, each within its own time`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        console.advance(.seconds(2))
        console.type("a")
        #expect(console.footer.contains("u takes it back, 10s, then the 1 before: 8s"), "\(console.footer)")
        console.type("u")
        #expect((state(0), state(1)) == (.approved, .pending))
        console.type("u")
        #expect((state(0), state(1)) == (.pending, .pending))
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).count == 2)
    }

    @Test func `undo skips an older act whose time is over`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        console.advance(.seconds(8))
        console.type("a")
        console.advance(.seconds(3))
        console.type("uu")
        #expect((state(0), state(1)) == (.approved, .pending))
        #expect(console.footer.contains("the ten seconds are over"))
    }

    @Test(arguments: ["1", "3", "5", "6"])
    func `undo reaches a decision from other screens`(screen: String) {
        let console = ConsoleDriver(daemon)
        console.type("2a\(screen)u")
        #expect(state(0) == .pending)
    }

    @Test func `undo reverts decisions and changes of lists in the order they were made`() {
        let console = ConsoleDriver(daemon)
        console.type("2a3j<enter>dy")
        #expect(daemon.requests(RemoveEntries.self).count == 1)
        console.type("2u")
        #expect(daemon.requests(UndoListChange.self).count == 1)
        #expect(state(0) == .approved)
        console.type("u")
        #expect(state(0) == .pending)
    }

    @Test func `undo waits for the answer to a decision that is being sent`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isSlow = true
        console.type("au")
        #expect(console.footer.contains("as soon as the daemon has answered"))
        console.release()
        #expect(state(0) == .pending)
        #expect(daemon.requests(UndoDecisions.self).count == 1)
    }

    @Test func `undo is repeated after a broken connection`() {
        let console = ConsoleDriver(daemon)
        console.type("2a")
        daemon.isUp = false
        console.type("u")
        #expect(console.footer.contains("u tries again"))
        daemon.isUp = true
        console.type("u")
        #expect(state(0) == .pending)
    }

    @Test func `undo reaches a decision whose answer was lost`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        daemon.isUp = false
        console.type("a")
        daemon.isUp = true
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).map(\.ids) == [[Situation.approvals[0].id.description]])
    }

    @Test(arguments: [Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 120, height: 36)])
    func `undo shows the whole act and the time left, however narrow the screen is`(size: Size) {
        let console = ConsoleDriver(daemon, size: size)
        console.type("2d1<down>y")
        #expect(console.footer.contains("atelier-lumen.example added to disposable"), "\(console.screen)")
        #expect(console.footer.contains("u takes it back, 10s"), "\(console.screen)")
    }

    /// More requests of one domain than the daemon decides in one call.
    private func crowd() -> [Approval] {
        (1...1200).map { Situation.approval(UInt64($0), .seconds(5000 - $0), "p\($0)@b.example", "mail", "P") }
    }

    @Test func `progress is shown while many requests are decided and undone`() {
        daemon.approvals = crowd()
        let console = ConsoleDriver(daemon)
        console.type("2V")
        console.type("a")
        #expect(console.shows("Approve 1,200 requests of b.example?"), "\(console.screen)")
        #expect(console.shows("none is taken, changed or decided by others"), "\(console.screen)")
        daemon.isSlow = true
        console.type("y")
        #expect(console.footer.contains("approving 1,200 requests… esc stops"), "\(console.footer)")
        console.type("u")
        #expect(console.footer.contains("as soon as the daemon has answered"), "\(console.footer)")
        console.release()
        #expect(daemon.requests(DecideApprovals.self).map(\.decision.items.count) == [500])
        #expect(console.footer.contains("taken back; 500 requests wait again"), "\(console.footer)")
    }

    @Test func `undo of many leaves the cursor on the first request that waits again`() {
        daemon.approvals = crowd()
        let console = ConsoleDriver(daemon)
        console.type("2Vayu")
        #expect(console.footer.contains("taken back; 1,200 requests wait again"), "\(console.footer)")
        #expect(console.state.approvals.selection.selected == daemon.approvals[0].id)
    }

    @Test func `undo handles more requests than the daemon accepts at once`() {
        daemon.approvals = crowd()
        let console = ConsoleDriver(daemon)
        console.type("2Vay")
        #expect(daemon.requests(DecideApprovals.self).map(\.decision.items.count) == [500, 500, 200])
        #expect(console.footer.contains("approved 1,200 requests"), "\(console.footer)")
        console.type("u")
        #expect(daemon.requests(UndoDecisions.self).map(\.ids.count) == [500, 500, 200])
        #expect(daemon.approvals.allSatisfy { $0.state == .pending })
    }
}
