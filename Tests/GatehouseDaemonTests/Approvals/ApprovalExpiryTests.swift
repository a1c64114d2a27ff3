import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

private let end = Timestamp.noon + .seconds(3600)
private let almost = end - .milliseconds(1)

@Suite struct `The expiry of an approval request` {
    private typealias Refusal = ApprovalRefusal

    @Test func `a request accepts every step until its last millisecond, and none after it`() throws {
        let steps: [(String, (inout ApprovalMachine, Timestamp) throws -> Void)] = [
            ("take", { try $0.take(by: .anna, at: $1) }), ("approve", { _ = try $0.approve(by: .anna, at: $1) }),
            ("deny", { _ = try $0.deny(by: .anna, at: $1) }), ("withdraw", { try $0.withdraw(by: .chief, at: $1) }),
            ("first vote", { _ = try $0.approve(by: .anna, quorum: 2, at: $1) }),
        ]
        for (name, step) in steps {
            var early = ApprovalMachine.asked
            try step(&early, almost)
            #expect(early.approval.revision == 2, "\(name)")
            for time in [end, end + .milliseconds(1), end + .seconds(86_400)] {
                var late = ApprovalMachine.asked
                #expect(throws: Refusal.alreadyDecided(state: .expired, by: nil), "\(name)") { try step(&late, time) }
                #expect(late == .asked, "\(name)")
            }
        }
    }

    @Test func `an expired request is held by nobody, even if it was just taken`() throws {
        var machine = ApprovalMachine.asked
        try machine.take(by: .anna, at: almost)
        #expect(throws: Refusal.alreadyDecided(state: .expired, by: nil)) {
            _ = try machine.approve(by: .anna, at: end)
        }
        let ends = machine.expire(at: end)
        #expect(ends)
        #expect(machine.approval.state == .expired)
        #expect((machine.approval.takenBy, machine.approval.takenUntil) == (nil, nil))
    }

    @Test func `a request expires once`() {
        var machine = ApprovalMachine.asked
        let ends = machine.expire(at: end)
        let ended = machine
        let endsAgain = machine.expire(at: end + .seconds(1))
        #expect((ends, endsAgain) == (true, false))
        #expect(machine == ended)
    }

    @Test func `a request that was decided in time does not expire`() throws {
        var machine = ApprovalMachine.asked
        _ = try machine.approve(by: .anna, at: almost)
        let ends = machine.expire(at: end)
        #expect(!ends)
        #expect(machine.approval.state == .approved)
    }

    @Test func `a request expires if a decision made in time is undone after its expiry`() throws {
        var machine = ApprovalMachine.asked
        _ = try machine.deny(by: .anna, at: almost)
        try machine.undo(by: .anna, at: end)
        #expect(!machine.isOpen(at: end))
        let ends = machine.expire(at: end)
        #expect(ends)
    }

    @Test func `a request without an expiry never expires`() throws {
        var approval = ApprovalMachine.asked.approval
        approval.expires = nil
        var machine = ApprovalMachine(approval)
        let ends = machine.expire(at: .noon + .seconds(3650 * 86_400))
        #expect(!ends)
        #expect(machine.isOpen(at: .noon + .seconds(3650 * 86_400)))
    }
}

@Suite struct `The expiry of requests at the desk`: DeskTesting {
    let own: OwnDesk

    init() throws { own = try OwnDesk() }

    @Test func `requests expire at their time and not a millisecond before`() async throws {
        let asked = try await ask()
        #expect(try await desk.expireDue(at: almost) == 0)
        #expect(desk.standing(of: try applicant(), in: queue, at: almost) == .pending(asked.approval.code))
        #expect(try await desk.expireDue(at: end) == 1)
        #expect(try await desk.expireDue(at: end) == 0)
    }

    @Test func `requests expire even if somebody has taken them`() async throws {
        let asked = try await ask()
        _ = try await desk.take(asked.approval.id.description, by: .anna, at: almost)
        #expect(try await desk.expireDue(at: end) == 1)
        let ended = try await kept(asked)
        #expect((ended.state, ended.takenBy, ended.takenUntil) == (.expired, nil, nil))
        let refused = await #expect(throws: ApprovalDesk.Refused.self) {
            try await desk.release(asked.approval.id.description, by: .anna, at: end)
        }
        #expect(refused?.refusal == .alreadyDecided(state: .expired, by: nil))
    }

    @Test func `all due requests expire, however many there are, and the rest stay`() async throws {
        for number in 0..<120 { try await ask("n\(number)") }
        try await ask("young", at: .noon + .seconds(1))
        #expect(try await desk.expireDue(at: end) == 120)
        #expect(try await desk.list(state: .pending).items.map(\.email) == ["young@b.example"])
        #expect(desk.pendingCount == 1)
    }

    @Test func `due requests cannot be decided, even before they are marked as expired`() async throws {
        let asked = try await ask()
        #expect(try await decide([asked.approval.id], .approve, at: end).problems == [.alreadyDecided])
        try await desk.expireDue(at: end)
        #expect(try await decide([asked.approval.id], .deny, at: end).problems == [.alreadyDecided])
        #expect(try await kept(asked).decidedBy == nil)
    }

    @Test func `after an expiry the applicant may ask again, whatever the queue says about denied ones`() async throws {
        let queue = Queue(name: "guests", expiresAfter: .seconds(3600), reRequest: .never)
        try await ask(queue: queue)
        try await desk.expireDue(at: end)
        #expect(desk.standing(of: try applicant(), in: queue, at: end) == .none)
        #expect(try await ask(queue: queue, at: end).kind == .opened)
    }

    @Test func `an expiry is recorded in the audit log as an act of the daemon`() async throws {
        try await ask()
        try await desk.expireDue(at: end)
        let record = try #require(try await AuditLog(store: state.store).records().items.first)
        #expect((record.action, record.user) == ("approval.expire", Actor.daemon.user))
    }
}
