import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `An approval request` {
    let pending = ApprovalMachine.asked
    let soon = Timestamp.noon + .seconds(60)

    private func decided(_ verdict: ApprovalMachine.Verdict, by actor: Actor = .anna) throws -> ApprovalMachine {
        var machine = pending
        _ = try machine.decide(verdict, reason: "known", message: nil, by: actor, at: soon)
        return machine
    }

    @Test(arguments: [(ApprovalMachine.Verdict.approve, ApprovalState.approved), (.deny, .denied)])
    func `a request is decided once`(verdict: ApprovalMachine.Verdict, state: ApprovalState) throws {
        var machine = try decided(verdict)
        #expect(machine.approval.state == state)
        #expect(machine.approval.decidedBy == "anna")
        #expect(machine.approval.decidedAt == soon)
        #expect(machine.approval.revision == 2)
        #expect(throws: ApprovalRefusal.alreadyDecided(state: state, by: "anna")) {
            try machine.decide(.approve, reason: nil, message: nil, by: .boris, at: soon)
        }
    }

    @Test(arguments: [nil, "", " \n"])
    func `a request cannot be denied without a reason`(reason: String?) {
        var machine = pending
        #expect(throws: ApprovalRefusal.reasonRequired) {
            try machine.decide(.deny, reason: reason, message: nil, by: .anna, at: soon)
        }
        #expect(machine == pending)
    }

    @Test func `a request is decided only in the revision that was seen`() {
        var machine = pending
        machine.askAgain(at: soon)
        #expect(throws: ApprovalRefusal.revisionMismatch(seen: 1, current: 2)) {
            try machine.decide(.approve, seen: 1, reason: nil, message: nil, by: .anna, at: soon)
        }
    }

    @Test func `a request cannot be approved by the applicant`() {
        var machine = pending
        #expect(throws: ApprovalRefusal.ownAddress) {
            try machine.decide(.approve, reason: nil, message: nil, by: .anna, isOwn: true, at: soon)
        }
    }

    @Test func `a taken request cannot be decided by anyone else`() throws {
        var machine = pending
        try machine.take(by: .anna, at: soon)
        let until = soon + ApprovalMachine.leaseTime
        #expect(machine.approval.takenBy == "anna")
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: until)) {
            try machine.decide(.approve, reason: nil, message: nil, by: .boris, at: soon)
        }
        #expect(throws: ApprovalRefusal.takenByAnother(user: "anna", until: until)) {
            try machine.take(by: .boris, at: soon)
        }
        let decided = try machine.decide(.approve, reason: nil, message: nil, by: .anna, at: soon)
        #expect(decided == .decided)
        #expect(machine.approval.takenBy == nil)
    }

    @Test func `a taken request is free again when the hold ends`() throws {
        var machine = pending
        try machine.take(by: .anna, at: soon)
        try machine.take(by: .boris, at: soon + ApprovalMachine.leaseTime)
        #expect(machine.approval.takenBy == "boris")
    }

    @Test func `taking a request again extends the hold`() throws {
        var machine = pending
        try machine.take(by: .anna, at: soon)
        try machine.take(by: .anna, at: soon + .seconds(200))
        #expect(machine.approval.takenUntil == soon + .seconds(500))
    }

    @Test func `a request is released by its holder or an admin`() throws {
        var machine = pending
        try machine.take(by: .anna, at: soon)
        #expect(throws: ApprovalRefusal.self) { try machine.release(by: .boris, at: soon) }
        try machine.release(by: .chief, at: soon)
        #expect(machine.approval.takenBy == nil)
        #expect(throws: ApprovalRefusal.notTaken) { try machine.release(by: .anna, at: soon) }
    }

    @Test(arguments: [ApprovalMachine.Verdict.approve, .deny])
    func `a decision can be undone within ten seconds`(verdict: ApprovalMachine.Verdict) throws {
        var machine = try decided(verdict)
        try machine.undo(by: .anna, at: soon + .milliseconds(9999))
        #expect(machine.approval.state == .pending)
        #expect(machine.approval.decidedBy == nil)
        #expect(machine.approval.reason == nil)
    }

    @Test func `a decision stays after ten seconds`() throws {
        var machine = try decided(.approve)
        #expect(throws: ApprovalRefusal.undoTooLate) { try machine.undo(by: .anna, at: soon + .seconds(10)) }
    }

    @Test func `a decision is undone only by the person who made it`() throws {
        var machine = try decided(.approve)
        #expect(throws: ApprovalRefusal.notYourDecision) { try machine.undo(by: .boris, at: soon) }
    }

    @Test func `a request needs two different people if the queue says so`() throws {
        var machine = pending
        let voted = try machine.decide(.approve, reason: nil, message: nil, by: .anna, quorum: 2, at: soon)
        #expect(voted == .voted)
        #expect(machine.approval.state == .pending)
        #expect(throws: ApprovalRefusal.secondPersonRequired) {
            try machine.decide(.approve, reason: nil, message: nil, by: .anna, quorum: 2, at: soon)
        }
        let decided = try machine.decide(.approve, reason: nil, message: nil, by: .boris, quorum: 2, at: soon)
        #expect(decided == .decided)
        #expect(machine.approval.state == .approved)
    }

    @Test func `a request is denied by one person even if two must approve`() throws {
        var machine = pending
        let decided = try machine.decide(.deny, reason: "no", message: nil, by: .anna, quorum: 2, at: soon)
        #expect(decided == .decided)
    }

    @Test func `a first vote that is undone does not count`() throws {
        var machine = pending
        _ = try machine.decide(.approve, reason: nil, message: nil, by: .anna, quorum: 2, at: soon)
        try machine.undo(by: .anna, at: soon)
        let voted = try machine.decide(.approve, reason: nil, message: nil, by: .boris, quorum: 2, at: soon)
        #expect(voted == .voted)
    }

    @Test func `a request expires at its time and not before`() {
        var machine = pending
        let early = machine.expire(at: .noon + .milliseconds(3_599_999))
        let late = machine.expire(at: .noon + .seconds(3600))
        #expect(!early)
        #expect(late)
        #expect(machine.approval.state == .expired)
    }

    @Test func `a request whose time is over cannot be decided, even before it is marked as expired`() {
        var machine = pending
        #expect(throws: ApprovalRefusal.alreadyDecided(state: .expired, by: nil)) {
            try machine.decide(.approve, reason: nil, message: nil, by: .anna, at: .noon + .seconds(3600))
        }
    }

    @Test func `a pending request can be withdrawn`() throws {
        var machine = pending
        try machine.withdraw(by: .chief, at: soon)
        #expect(machine.approval.state == .withdrawn)
        #expect(throws: ApprovalRefusal.self) { try machine.withdraw(by: .chief, at: soon) }
    }
}
