import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

private let soon = Timestamp.noon + .seconds(60)
private let end = soon + ApprovalMachine.leaseTime
private let almost = end - .milliseconds(1)

/// While a person has taken a request, nobody else can decide it for five minutes.
@Suite struct `A taken approval request` {
    private func held(by actor: Actor = .anna) throws -> ApprovalMachine {
        var machine = ApprovalMachine.asked
        try machine.take(by: actor, at: soon)
        return machine
    }

    private func isHeld(_ machine: ApprovalMachine, by user: String?, until: Timestamp?) -> Bool {
        machine.approval.takenBy == user && machine.approval.takenUntil == until
    }

    @Test func `a taken request shows who has it and until when`() throws {
        let machine = try held()
        #expect(isHeld(machine, by: "anna", until: end))
        #expect(machine.approval.revision == 2)
        #expect(machine.approval.updated == soon)
    }

    @Test(arguments: [Actor.boris, .chief])
    func `a taken request cannot be taken by another person, not even an admin, before the hold ends`(
        actor: Actor
    ) throws {
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
    func `a taken request cannot be decided by another person before the hold ends`(
        verdict: ApprovalMachine.Verdict
    ) throws {
        let machine = try held()
        for (actor, time) in [(Actor.boris, soon), (.chief, soon), (.boris, almost)] {
            var tried = machine
            #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
                _ = try tried.decide(verdict, reason: "r", message: nil, by: actor, at: time)
            }
            #expect(tried == machine)
        }
    }

    @Test func `a taken request can be decided by another person as soon as the hold ends`() throws {
        var machine = try held()
        #expect(try machine.approve(by: .boris, at: end) == .decided)
        #expect(machine.approval.decidedBy == "boris")
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `a taken request can be decided by its holder, during the hold and after it`() throws {
        for time in [soon, almost, end] {
            var machine = try held()
            #expect(try machine.approve(by: .anna, at: time) == .decided)
            #expect(isHeld(machine, by: nil, until: nil))
        }
    }

    @Test func `a taken request belongs to a user id, not to a user name`() throws {
        var machine = try held()
        let namesake = Actor(uid: 4001, user: "anna", role: .approver)
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
            try machine.take(by: namesake, at: soon)
        }
    }

    @Test func `a taken request cannot be released by another approver`() throws {
        let machine = try held()
        var tried = machine
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: end)) {
            try tried.release(by: .boris, at: almost)
        }
        #expect(tried == machine)
    }

    @Test(arguments: [Actor.anna, .chief])
    func `a taken request is free at once when its holder or an admin releases it`(actor: Actor) throws {
        var machine = try held()
        try machine.release(by: actor, at: soon)
        #expect(isHeld(machine, by: nil, until: nil))
        try machine.take(by: .boris, at: soon)
        #expect(machine.approval.takenBy == "boris")
    }

    @Test(arguments: [Actor.boris, .chief])
    func `a request cannot be released by other people after the hold has ended`(actor: Actor) throws {
        let machine = try held()
        var tried = machine
        #expect(throws: ApprovalRefusal.notTaken) { try tried.release(by: actor, at: end) }
        #expect(tried == machine)
    }

    @Test func `a request can be released by its holder after the hold has ended`() throws {
        var machine = try held()
        try machine.release(by: .anna, at: end)
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `a request that was never taken cannot be released`() {
        var machine = ApprovalMachine.asked
        #expect(throws: ApprovalRefusal.notTaken) { try machine.release(by: .chief, at: soon) }
        #expect(machine == .asked)
    }

    @Test func `a request stays taken when the applicant asks again`() throws {
        var machine = try held()
        machine.askAgain(at: soon)
        #expect(isHeld(machine, by: "anna", until: end))
    }

    @Test func `a request is free when a list approves the applicant`() throws {
        var machine = try held()
        machine.allow(by: .list("partners"), at: soon)
        #expect(machine.approval.state == .approved)
        #expect(isHeld(machine, by: nil, until: nil))
    }

    @Test func `a request that is pending again is free`() throws {
        var machine = try held()
        _ = try machine.deny(by: .anna, at: soon)
        try machine.undo(by: .anna, at: soon)
        #expect(isHeld(machine, by: nil, until: nil))
        try machine.take(by: .boris, at: soon)
    }

    @Test func `a decided request cannot be taken`() throws {
        var machine = ApprovalMachine.asked
        _ = try machine.approve(by: .anna, at: soon)
        for actor in [Actor.anna, .boris, .chief] {
            #expect(throws: ApprovalRefusal.alreadyDecided(state: .approved, by: "anna")) {
                try machine.take(by: actor, at: soon)
            }
        }
    }
}

@Suite struct `Taken requests at the desk`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test func `a request is taken by exactly one of many people who try at once`() async throws {
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

    @Test func `a request stays taken after a restart, until the hold ends`() async throws {
        let id = try await ask().approval.id.description
        _ = try await desk.take(id, by: .anna, at: soon)
        let again = try ApprovalDesk(store: try await state.reopened())
        await #expect(throws: ApprovalDesk.Refused.self) { try await again.take(id, by: .boris, at: almost) }
        #expect(try await again.take(id, by: .boris, at: end).takenBy == "boris")
    }

    @Test func `a taken request is the only one left out of a decision on many`() async throws {
        let one = try await ask("one").approval.id
        let two = try await ask("two").approval.id
        _ = try await desk.take(one.description, by: .anna, at: later)
        let reply = try await decide([one, two], .deny, by: .boris)
        #expect(reply.problems == [.takenByAnother, nil])
        #expect(reply.results[0].approval?.state == .pending)
    }

    @Test func `a refused attempt to take a request leaves no audit record`() async throws {
        let id = try await ask().approval.id.description
        _ = try await desk.take(id, by: .anna, at: later)
        await #expect(throws: ApprovalDesk.Refused.self) { try await desk.take(id, by: .boris, at: later) }
        await #expect(throws: ApprovalDesk.Refused.self) { try await desk.release(id, by: .boris, at: later) }
        _ = try await desk.release(id, by: .chief, at: later)
        let records = try await AuditLog(store: state.store).records().items
        #expect(records.map(\.action) == ["approval.release", "approval.take", "approval.ask"])
        #expect(records.first?.user == "chief")
    }

    @Test func `a taken request is still pending for the applicant`() async throws {
        let asked = try await ask()
        _ = try await desk.take(asked.approval.id.description, by: .anna, at: later)
        #expect(desk.standing(of: try applicant(), in: queue, at: later) == .pending(asked.approval.code))
        #expect(try await ask(at: later).kind == .counted)
        #expect(try await kept(asked).takenBy == "anna")
    }
}
