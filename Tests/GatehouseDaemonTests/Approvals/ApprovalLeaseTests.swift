import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

private let soon = Timestamp.noon + .seconds(60)
private let end = soon + ApprovalMachine.leaseTime
private let almost = end - .milliseconds(1)

/// Somebody took the request: nobody else decides it for five minutes.
@Suite struct `A request that somebody holds` {
    private func held(by actor: Actor = .anna) throws -> ApprovalMachine {
        var machine = ApprovalMachine.asked
        try machine.take(by: actor, at: soon)
        return machine
    }

    private func isHeld(_ machine: ApprovalMachine, by user: String?, until: Timestamp?) -> Bool {
        machine.approval.takenBy == user && machine.approval.takenUntil == until
    }

    @Test func `says who holds it until when`() throws {
        let machine = try held()
        #expect(isHeld(machine, by: "anna", until: end))
        #expect(machine.approval.revision == 2)
        #expect(machine.approval.updated == soon)
    }

    @Test(arguments: [Actor.boris, .chief])
    func `is not taken by another, not even an admin, before the hold has run out`(actor: Actor) throws {
        let machine = try held()
        for time in [soon, almost] {
            var tried = machine
            #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
                try tried.take(by: actor, at: time)
            }
            #expect(tried == machine)
        }
    }

    @Test(arguments: [ApprovalMachine.Verdict.approve, .deny])
    func `is not decided by another before the hold has run out`(verdict: ApprovalMachine.Verdict) throws {
        let machine = try held()
        for (actor, time) in [(Actor.boris, soon), (.chief, soon), (.boris, almost)] {
            var tried = machine
            #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
                _ = try tried.decide(verdict, reason: "r", message: nil, by: actor, at: time)
            }
            #expect(tried == machine)
        }
    }

    @Test func `is decided by another from the moment the hold has run out`() throws {
        var machine = try held()
        #expect(try machine.approve(by: .boris, at: end) == .decided)
        #expect(machine.approval.decidedBy == "boris")
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `is decided by its holder, during the hold and after it`() throws {
        for time in [soon, almost, end] {
            var machine = try held()
            #expect(try machine.approve(by: .anna, at: time) == .decided)
            #expect(isHeld(machine, by: nil, until: nil))
        }
    }

    @Test func `is another person's when the user name is the same and the user id is not`() throws {
        var machine = try held()
        let namesake = Actor(uid: 4001, user: "anna", role: .approver)
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
            try machine.take(by: namesake, at: soon)
        }
    }

    @Test func `is not given back by another approver`() throws {
        let machine = try held()
        var tried = machine
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
            try tried.release(by: .boris, at: almost)
        }
        #expect(tried == machine)
    }

    @Test(arguments: [Actor.anna, .chief])
    func `is free at once when its holder or an admin gives it back`(actor: Actor) throws {
        var machine = try held()
        try machine.release(by: actor, at: soon)
        #expect(isHeld(machine, by: nil, until: nil))
        try machine.take(by: .boris, at: soon)
        #expect(machine.approval.takenBy == "boris")
    }

    @Test(arguments: [Actor.boris, .chief])
    func `is nobody else's to give back once the hold has run out`(actor: Actor) throws {
        let machine = try held()
        var tried = machine
        #expect(throws: ApprovalRefusal.notTaken) { try tried.release(by: actor, at: end) }
        #expect(tried == machine)
    }

    @Test func `is given back by its holder after the hold has run out too`() throws {
        var machine = try held()
        try machine.release(by: .anna, at: end)
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `is not given back when nobody ever took it`() {
        var machine = ApprovalMachine.asked
        #expect(throws: ApprovalRefusal.notTaken) { try machine.release(by: .chief, at: soon) }
        #expect(machine == .asked)
    }

    @Test func `is still held when the applicant asks again`() throws {
        var machine = try held()
        machine.askAgain(at: soon)
        #expect(isHeld(machine, by: "anna", until: end))
    }

    @Test func `is held by nobody when a list lets the applicant in`() throws {
        var machine = try held()
        machine.allow(by: .list("partners"), at: soon)
        #expect(machine.approval.state == .approved)
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `is held by nobody once it is pending again`() throws {
        var machine = try held()
        _ = try machine.deny(by: .anna, at: soon)
        try machine.undo(by: .anna, at: soon)
        #expect(isHeld(machine, by: nil, until: nil))
        try machine.take(by: .boris, at: soon)
    }

    @Test func `is not taken once it is decided`() throws {
        var machine = ApprovalMachine.asked
        _ = try machine.approve(by: .anna, at: soon)
        for actor in [Actor.anna, .boris, .chief] {
            #expect(throws: ApprovalRefusal.alreadyDecided(state: .approved, by: "anna")) {
                try machine.take(by: actor, at: soon)
            }
        }
    }
}

@Suite struct `A request that somebody holds, at the desk`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test func `is held by exactly one of many who take it at once`() async throws {
        let id = try await ask().approval.id.description
        let desk = desk
        let holders = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let actor = Actor(uid: 2000 + UInt32(number), user: "user\(number)", role: .approver)
                    do { return try await desk.take(id, by: actor, at: soon).takenBy } catch {
                        #expect((error as? ApprovalDesk.Refused)?.refusal.problem().kind == .takenByAnother)
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [String]()) { $0 += $1.map { [$0] } ?? [] }
        }
        #expect(holders.count == 1)
        #expect(try await desk.detail(id).approval.takenBy == holders.first)
    }

    @Test func `is held after a restart, until the hold has run out`() async throws {
        let id = try await ask().approval.id.description
        _ = try await desk.take(id, by: .anna, at: soon)
        let again = try ApprovalDesk(store: try await state.reopened())
        await #expect(throws: ApprovalDesk.Refused.self) { try await again.take(id, by: .boris, at: almost) }
        #expect(try await again.take(id, by: .boris, at: end).takenBy == "boris")
    }

    @Test func `is the only one left out of a decision about many`() async throws {
        let one = try await ask("one").approval.id
        let two = try await ask("two").approval.id
        _ = try await desk.take(one.description, by: .anna, at: later)
        let reply = try await decide([one, two], .deny, by: .boris)
        #expect(reply.problems == [.takenByAnother, nil])
        #expect(reply.results[0].approval?.state == .pending)
    }

    @Test func `leaves no audit record when it is refused`() async throws {
        let id = try await ask().approval.id.description
        _ = try await desk.take(id, by: .anna, at: later)
        await #expect(throws: ApprovalDesk.Refused.self) { try await desk.take(id, by: .boris, at: later) }
        await #expect(throws: ApprovalDesk.Refused.self) { try await desk.release(id, by: .boris, at: later) }
        _ = try await desk.release(id, by: .chief, at: later)
        let records = try await AuditLog(store: state.store).records().items
        #expect(records.map(\.action) == ["approval.release", "approval.take", "approval.ask"])
        #expect(records.first?.user == "chief")
    }

    @Test func `still waits for an approver in the eyes of the applicant`() async throws {
        let asked = try await ask()
        _ = try await desk.take(asked.approval.id.description, by: .anna, at: later)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .pending(asked.approval.code))
        #expect(try await ask(at: later).kind == .counted)
        #expect(try await kept(asked).takenBy == "anna")
    }
}
