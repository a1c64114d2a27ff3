import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

private let soon = Timestamp.noon + .seconds(60)

@Suite struct `A request that two people must approve` {
    private func voted(by actor: Actor = .anna) throws -> ApprovalMachine {
        var machine = ApprovalMachine.asked
        #expect(try machine.approve(by: actor, quorum: 2, at: soon) == .voted)
        return machine
    }

    @Test func `the first of two approvals leaves the request pending, undecided and free`() throws {
        var machine = ApprovalMachine.asked
        try machine.take(by: .anna, at: soon)
        #expect(try machine.approve(by: .anna, quorum: 2, at: soon) == .voted)
        #expect(machine.approval.state == .pending)
        #expect((machine.approval.decidedBy, machine.approval.takenBy) == (nil, nil))
        try machine.take(by: .boris, at: soon)
    }

    @Test func `the same person does not count twice, however often and late they approve`() throws {
        var machine = try voted()
        for time in [soon, soon + .seconds(11), soon + .seconds(3000)] {
            #expect(throws: ApprovalRefusal.secondPersonRequired) {
                _ = try machine.approve(by: .anna, quorum: 2, at: time)
            }
        }
        #expect(machine.approval.state == .pending)
    }

    @Test func `the same person does not count twice under another user name`() throws {
        var machine = try voted()
        let renamed = Actor(uid: 1001, user: "anna.new", role: .admin)
        #expect(throws: ApprovalRefusal.secondPersonRequired) {
            _ = try machine.approve(by: renamed, quorum: 2, at: soon)
        }
    }

    @Test func `two people with the same user name count as two`() throws {
        var machine = try voted()
        let namesake = Actor(uid: 4001, user: "anna", role: .approver)
        #expect(try machine.approve(by: namesake, quorum: 2, at: soon) == .decided)
    }

    @Test func `an admin alone cannot approve for two`() throws {
        var machine = try voted(by: .chief)
        #expect(throws: ApprovalRefusal.secondPersonRequired) {
            _ = try machine.approve(by: .chief, quorum: 2, at: soon)
        }
    }

    @Test func `the second person approves the request and is recorded as the one who decided`() throws {
        var machine = try voted()
        #expect(try machine.approve(by: .boris, quorum: 2, at: soon) == .decided)
        #expect((machine.approval.state, machine.approval.decidedBy) == (.approved, "boris"))
        #expect(throws: ApprovalRefusal.alreadyDecided(state: .approved, by: "boris")) {
            _ = try machine.approve(by: .chief, quorum: 2, at: soon)
        }
    }

    @Test(arguments: [Actor.anna, .boris])
    func `one person can deny the request, even the one who approved first`(actor: Actor) throws {
        var machine = try voted()
        #expect(try machine.deny(by: actor, quorum: 2, at: soon) == .decided)
        #expect(machine.approval.state == .denied)
    }

    @Test func `undoing the second approval keeps the first`() throws {
        var machine = try voted()
        _ = try machine.approve(by: .boris, quorum: 2, at: soon)
        try machine.undo(by: .boris, at: soon)
        #expect(machine.approval.state == .pending)
        #expect(throws: ApprovalRefusal.secondPersonRequired) {
            _ = try machine.approve(by: .anna, quorum: 2, at: soon)
        }
        #expect(try machine.approve(by: .boris, quorum: 2, at: soon) == .decided)
    }

    @Test func `the first approval stays when another person tries to undo it`() throws {
        let machine = try voted()
        var tried = machine
        #expect(throws: ApprovalRefusal.notYourDecision) { try tried.undo(by: .boris, at: soon) }
        #expect(tried == machine)
    }

    @Test func `the first person cannot reopen the request once the second has decided`() throws {
        var machine = try voted()
        _ = try machine.approve(by: .boris, quorum: 2, at: soon)
        #expect(throws: ApprovalRefusal.notYourDecision) { try machine.undo(by: .anna, at: soon) }
        #expect(machine.approval.state == .approved)
    }

    @Test func `the applicant can give neither the first nor the second approval`() throws {
        for machine in [ApprovalMachine.asked, try voted()] {
            var tried = machine
            #expect(throws: ApprovalRefusal.ownAddress) {
                _ = try tried.approve(by: .boris, quorum: 2, isOwn: true, at: soon)
            }
            #expect(tried == machine)
        }
    }
}

@Suite struct `A queue in which two people must approve`: DeskTesting {
    let own: OwnDesk
    let queue = Queue(name: "guests", expiresAfter: .seconds(3600), quorum: 2)

    init() throws { own = try OwnDesk() }

    private func people(_ count: Int) -> [Actor] {
        (0..<count).map { Actor(uid: 2000 + UInt32($0), user: "user\($0)", role: .approver) }
    }

    private func decideAtOnce(_ asked: Asked, by actors: [Actor]) async throws -> [DecideOutcome] {
        try await withThrowingTaskGroup(of: DecideOutcome.self) { group in
            for actor in actors {
                group.addTask {
                    let result = try await self.decide([asked.approval.id], .approve, by: actor).results[0]
                    if let problem = result.problem { return .refused(problem.kind) }
                    return result.approval?.state == .approved ? .approved : .voted
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private enum DecideOutcome: Hashable { case voted, approved, refused(Problem.Kind?) }

    @Test func `many people who approve at once approve the request once`() async throws {
        let asked = try await ask()
        let outcomes = try await decideAtOnce(asked, by: people(12))
        #expect(outcomes.count { $0 == .voted } == 1)
        #expect(outcomes.count { $0 == .approved } == 1)
        #expect(outcomes.count { $0 == .refused(.alreadyDecided) } == 10)
    }

    @Test func `one person who approves many times at once does not approve the request`() async throws {
        let asked = try await ask()
        let outcomes = try await decideAtOnce(asked, by: Array(repeating: .anna, count: 12))
        #expect(outcomes.count { $0 == .voted } == 1)
        #expect(outcomes.count { $0 == .refused(.conflict) } == 11)
        #expect(try await kept(asked).state == .pending)
    }

    @Test func `a person who names a request twice in one decision counts once`() async throws {
        let asked = try await ask()
        let reply = try await decide([asked.approval.id, asked.approval.id], .approve)
        #expect(reply.problems == [nil, .conflict])
        #expect(try await kept(asked).state == .pending)
    }

    @Test func `the first approval is remembered after a restart`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        let again = try ApprovalDesk(store: try await state.reopened())
        let body = DecideApprovals.Body(items: [.init(id: asked.approval.id.description)], verdict: .approve)
        let terms: @Sendable (String) -> Queue? = { [queue] _ in queue }
        let same = try await again.decide(body, by: .anna, terms: terms, at: later)
        #expect(same.problems == [.conflict])
        let other = try await again.decide(body, by: .boris, terms: terms, at: later)
        #expect(other.results[0].approval?.state == .approved)
    }

    @Test func `comments and the audit log say who approved first`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        try await decide([asked.approval.id], .approve, by: .boris)
        let comments = try await desk.detail(asked.approval.id.description).comments
        #expect(comments.map(\.user) == ["anna"])
        let records = try await AuditLog(store: state.store).records().items
        #expect(records.map(\.action) == ["approval.approve", "approval.vote", "approval.ask"])
        #expect(records.map(\.user).prefix(2) == ["boris", "anna"])
    }

    @Test func `the applicant still waits after the first approval`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .pending(asked.approval.code))
        #expect(desk.pendingCount == 1)
    }

    @Test func `an undone first approval does not count`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .approve)
        _ = try await desk.undo([asked.approval.id.description], by: .anna, at: later)
        try await decide([asked.approval.id], .approve, by: .boris)
        #expect(try await kept(asked).state == .pending)
    }
}
