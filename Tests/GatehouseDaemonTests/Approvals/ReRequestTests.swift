import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing

/// When a denied applicant may ask again, as `re-request` of the queue says.
@Suite struct `A denied applicant`: DeskTesting {
    let own: OwnDesk
    let queue = Queue(name: "guests")

    private static let month: Duration = .seconds(30 * 86_400)

    init() throws { own = try OwnDesk() }

    private func terms(_ rule: Queue.ReRequest) -> Queue { Queue(name: "guests", reRequest: rule) }

    /// Whether the applicant may ask again, according to memory and store.
    private func mayAsk(_ rule: Queue.ReRequest, at time: Timestamp) async throws -> [Bool] {
        let asked = try await ask(queue: terms(rule))
        try await decide([asked.approval.id], .deny)
        let standing = desk.standing(of: try applicant(), in: terms(rule), at: time)
        let kind = try await ask(queue: terms(rule), at: time).kind
        return [standing == .denied(asked.approval.code, mayAskAgain: true, message: nil), kind == .opened]
    }

    @Test(arguments: [0, 1, 30 * 86_400, 3650 * 86_400])
    func `a denied applicant may never ask again if the queue says never`(seconds: Int) async throws {
        #expect(try await mayAsk(.never, at: later + .seconds(seconds)) == [false, false])
    }

    @Test func `a denied applicant may ask again at once if the queue says always`() async throws {
        #expect(try await mayAsk(.always, at: later) == [true, true])
    }

    @Test(arguments: [(-1, false), (0, true), (1, true)])
    func `a denied applicant may ask again after thirty days and not a millisecond before`(
        milliseconds: Int,
        may: Bool
    ) async throws {
        let time = later + Self.month + .milliseconds(milliseconds)
        #expect(try await mayAsk(.after(Self.month), at: time) == [may, may])
    }

    @Test func `a denied applicant waits anew after each denial`() async throws {
        let queue = terms(.after(Self.month))
        let first = try await ask(queue: queue)
        try await decide([first.approval.id], .deny)
        let again = later + Self.month
        let second = try await ask(queue: queue, at: again)
        #expect(second.kind == .opened)
        try await decide([second.approval.id], .deny, at: again + .seconds(5))
        #expect(try await ask(queue: queue, at: again + Self.month).kind == .denied)
        #expect(try await ask(queue: queue, at: again + .seconds(5) + Self.month).kind == .opened)
    }

    @Test func `a denied applicant is treated by the current rule, not by the one at the time of the denial`()
        async throws
    {
        let asked = try await ask(queue: terms(.always))
        try await decide([asked.approval.id], .deny)
        #expect(try await ask(queue: terms(.never), at: later).kind == .denied)
        #expect(try await ask(queue: terms(.always), at: later).kind == .opened)
    }

    @Test func `an applicant who was denied in one queue may ask in another`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .deny)
        #expect(try await ask(at: later).kind == .denied)
        #expect(try await ask(queue: Queue(name: "others"), at: later).kind == .opened)
    }

    @Test func `a denied applicant is still denied after a restart, for the time that is left`() async throws {
        let queue = terms(.after(Self.month))
        let asked = try await ask(queue: queue)
        try await decide([asked.approval.id], .deny)
        let again = try ApprovalDesk(store: try await state.reopened())
        let code = asked.approval.code
        for (time, may) in [(later + Self.month - .milliseconds(1), false), (later + Self.month, true)] {
            let standing = again.standing(of: try applicant(), in: queue, at: time)
            #expect(standing == .denied(code, mayAskAgain: may, message: nil))
        }
    }

    @Test func `a denied applicant does not count as waiting while they may not ask again`() async throws {
        let asked = try await ask()
        try await decide([asked.approval.id], .deny)
        try await ask(at: later)
        #expect(desk.pendingCount == 0)
        #expect(try await kept(asked).asks == 1)
    }

    @Test func `many asks of one denied applicant at once open one request`() async throws {
        let queue = terms(.always)
        let asked = try await ask(queue: queue)
        try await decide([asked.approval.id], .deny)
        let opened = try await withThrowingTaskGroup(of: Asked.self) { group in
            for _ in 0..<30 { group.addTask { try await self.ask(queue: queue, at: self.later) } }
            return try await group.reduce(0) { $0 + ($1.kind == .opened ? 1 : 0) }
        }
        #expect(opened == 1)
    }
}
