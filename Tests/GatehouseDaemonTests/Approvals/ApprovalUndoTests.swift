import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

private let soon = Timestamp.noon + .seconds(60)
private let end = soon + ApprovalMachine.undoTime
private let almost = end - .milliseconds(1)

@Suite struct `Undoing a decision` {
    private func decided(_ verdict: ApprovalMachine.Verdict, by actor: Actor = .anna) throws -> ApprovalMachine {
        var machine = ApprovalMachine.asked
        _ = try machine.decide(verdict, reason: "r", message: "m", by: actor, at: soon)
        return machine
    }

    @Test func `a decision can be undone for ten seconds`() {
        #expect(ApprovalMachine.undoTime == .seconds(10))
    }

    @Test(arguments: [ApprovalMachine.Verdict.approve, .deny], [soon, almost])
    func `an undone decision leaves only a new revision`(verdict: ApprovalMachine.Verdict, time: Timestamp) throws {
        var machine = try decided(verdict)
        try machine.undo(by: .anna, at: time)
        var expected = ApprovalMachine.asked.approval
        expected.revision = 3
        expected.updated = time
        #expect(machine.approval == expected)
    }

    @Test(arguments: [ApprovalMachine.Verdict.approve, .deny], [end, end + .milliseconds(1), end + .seconds(86_400)])
    func `a decision cannot be undone after ten seconds`(verdict: ApprovalMachine.Verdict, time: Timestamp) throws {
        let machine = try decided(verdict)
        var tried = machine
        #expect(throws: ApprovalRefusal.undoTooLate) { try tried.undo(by: .anna, at: time) }
        #expect(tried == machine)
    }

    @Test func `a decision cannot be undone twice`() throws {
        var machine = try decided(.approve)
        try machine.undo(by: .anna, at: soon)
        let pending = machine
        #expect(throws: ApprovalRefusal.notYourDecision) { try machine.undo(by: .anna, at: soon) }
        #expect(machine == pending)
    }

    @Test(arguments: [Actor.boris, .chief, Actor(uid: 4001, user: "anna", role: .admin), .daemon])
    func `a decision cannot be undone by anyone else`(actor: Actor) throws {
        let machine = try decided(.approve)
        var tried = machine
        #expect(throws: ApprovalRefusal.notYourDecision) { try tried.undo(by: actor, at: soon) }
        #expect(tried == machine)
    }

    @Test func `after an undo another person may decide, and only that person can undo it`() throws {
        var machine = try decided(.approve)
        try machine.undo(by: .anna, at: soon)
        _ = try machine.deny(by: .boris, at: soon)
        #expect(throws: ApprovalRefusal.notYourDecision) { try machine.undo(by: .anna, at: soon) }
        #expect((machine.approval.state, machine.approval.decidedBy) == (.denied, "boris"))
    }

    @Test func `the ten seconds count from the newest decision`() throws {
        var machine = try decided(.approve)
        try machine.undo(by: .anna, at: almost)
        _ = try machine.deny(by: .anna, at: almost)
        try machine.undo(by: .anna, at: almost + .milliseconds(9999))
        #expect(machine.approval.state == .pending)
    }

    @Test(arguments: [Actor.anna, .daemon])
    func `a decision by a list cannot be undone`(actor: Actor) throws {
        var machine = ApprovalMachine.asked
        machine.allow(by: .list("partners"), at: soon)
        #expect(throws: ApprovalRefusal.notYourDecision) { try machine.undo(by: actor, at: soon) }
        #expect(machine.approval.state == .approved)
    }

    @Test func `pending, withdrawn and expired requests have no decision to undo`() throws {
        var pending = ApprovalMachine.asked
        var withdrawn = ApprovalMachine.asked
        try withdrawn.withdraw(by: .anna, at: soon)
        var expired = ApprovalMachine.asked
        let ends = expired.expire(at: .noon + .seconds(3600))
        #expect(ends)
        #expect(throws: ApprovalRefusal.notYourDecision) { try pending.undo(by: .anna, at: soon) }
        #expect(throws: ApprovalRefusal.notYourDecision) { try withdrawn.undo(by: .anna, at: soon) }
        #expect(throws: ApprovalRefusal.notYourDecision) { try expired.undo(by: .anna, at: soon) }
    }
}

@Suite struct `Undoing a decision at the desk`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    private func undo(_ asked: Asked, by actor: Actor = .anna, at time: Timestamp) async throws -> DecideReply {
        try await desk.undo([asked.approval.id.description], by: actor, at: time)
    }

    @Test(arguments: [DecideApprovals.Verdict.approve, .deny])
    func `after an undo the applicant is pending again`(verdict: DecideApprovals.Verdict) async throws {
        let asked = try await ask()
        let reply = try await decide([asked.approval.id], verdict)
        #expect(reply.undoUntil == end)
        #expect(desk.pendingCount == 0)
        #expect(try await undo(asked, at: almost).problems == [nil])
        #expect(desk.standing(of: try applicant(), in: queue, at: almost) == .pending(asked.approval.code))
        #expect(desk.pendingCount == 1)
        #expect(try await ask(at: almost).kind == .counted)
    }

    @Test func `undoing a decision after ten seconds is refused with the reason`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        let reply = try await undo(asked, at: end)
        #expect(reply.problems == [.conflict])
        #expect(reply.results[0].problem?.detail.contains("10 seconds") == true)
        #expect(try await kept(asked).state == .approved)
    }

    @Test func `a decision that is undone many times at once is undone once`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        let done = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { try await self.undo(asked, at: almost).problems == [nil] } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        #expect(try await kept(asked).revision == 3)
    }

    @Test func `undoing many decisions gives each its own result`() async throws {
        let mine = try await ask("mine")
        let theirs = try await ask("theirs")
        let open = try await ask("open")
        try await decide([mine.approval.id], .approve)
        try await decide([theirs.approval.id], .approve, by: .boris)
        let ids = [mine, theirs, open].map(\.approval.id.description) + ["0000-0000"]
        let reply = try await desk.undo(ids, by: .anna, at: almost)
        #expect(reply.problems == [nil, .conflict, .conflict, .notFound])
        #expect(try await kept(theirs).state == .approved)
    }

    @Test func `a decision can be undone after a restart`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .deny)
        let again = try ApprovalDesk(store: try await state.reopened())
        let reply = try await again.undo([asked.approval.id.description], by: .anna, at: almost)
        #expect(reply.results[0].approval?.state == .pending)
        #expect(again.standing(of: try applicant(), in: queue, at: almost) == .pending(asked.approval.code))
    }

    @Test func `a preview of an undo changes nothing`() async throws {
        let asked = try await ask()
        #expect(try await decide([asked.approval.id], .approve, dryRun: true).undoUntil == nil)
        #expect(try await undo(asked, at: soon).problems == [.conflict])
    }
}
