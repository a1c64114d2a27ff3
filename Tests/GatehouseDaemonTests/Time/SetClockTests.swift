import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

/// Steps of an hour and of forty days in both directions, and a small one.
private let steps: [Duration] = [
    .hour, .day * 40, .zero - .hour, .zero - .day * 40, .seconds(90), .zero - .seconds(90),
]
private let ahead: [Duration] = [.hour * 2, .day * 40]

/// The clock is set while the daemon runs.
@Suite struct `Approval requests when the system clock is set`: DeskTesting {
    let own: OwnDesk
    private let machine = MachineClock()

    init() throws { own = try OwnDesk(clock: machine.watch()) }

    private var now: Timestamp { machine.now }

    @Test(arguments: steps)
    func `a lease lasts five minutes by the watch, not by the clock`(step: Duration) async throws {
        let id = try await ask(at: now).approval.id.description
        _ = try await desk.take(id, by: .anna, at: now)
        machine.pass(.seconds(60))
        machine.set(by: step)
        let refused = await #expect(throws: ApprovalDesk.Refused.self) { try await desk.take(id, by: .boris, at: now) }
        #expect(refused?.refusal == .takenByAnother(user: "anna", until: now + .seconds(240)))
        machine.pass(.seconds(239))
        await #expect(throws: ApprovalDesk.Refused.self) { try await desk.take(id, by: .boris, at: now) }
        machine.pass(.seconds(1))
        #expect(try await desk.take(id, by: .boris, at: now).takenBy == "boris")
    }

    @Test(arguments: steps)
    func `the end of a lease is shown by the new clock`(step: Duration) async throws {
        let id = try await ask(at: now).approval.id.description
        _ = try await desk.take(id, by: .anna, at: now)
        machine.set(by: step)
        try await desk.restateLeases(at: now)
        #expect(try await desk.detail(id).approval.takenUntil == now + .seconds(300))
    }

    @Test(arguments: steps)
    func `a decision can be undone for ten seconds by the watch, not by the clock`(step: Duration) async throws {
        let one = try await ask("one", at: now).approval.id
        let two = try await ask("two", at: now).approval.id
        try await decide([one, two], .deny, at: now)
        machine.pass(.seconds(9))
        machine.set(by: step)
        #expect(try await desk.undo([one.description], by: .anna, at: now).problems == [nil])
        machine.pass(.seconds(1))
        #expect(try await desk.undo([two.description], by: .anna, at: now).problems == [.conflict])
    }

    @Test(arguments: [Duration.hour, .day * 40])
    func `an old decision cannot be undone when the clock shows its time again`(step: Duration) async throws {
        let id = try await ask(at: now).approval.id
        try await decide([id], .deny, at: now)
        for number in 0..<1100 {
            let other = try await ask("p\(number)", at: now).approval.id
            if number % 100 == 0 { try await decide([other], .approve, at: now) }
        }
        machine.pass(step)
        machine.set(by: .zero - step)
        machine.pass(.seconds(3))
        #expect(try await desk.undo([id.description], by: .anna, at: now).problems == [.conflict])
    }

    @Test(arguments: ahead)
    func `no request expires because the clock jumped ahead`(step: Duration) async throws {
        let asked = try await ask(at: now)
        machine.set(by: step)
        #expect(try await desk.expireDue(at: now) == 0)
        #expect(desk.standing(of: try applicant(), in: queue, at: now) == .pending(asked.approval.code))
        #expect(try await ask(at: now).kind == .counted)
        #expect(try await decide([asked.approval.id], .approve, at: now).problems == [nil])
    }

    @Test(arguments: ahead)
    func `a request expires at its time after a jump, and at once when the clock is accepted`(
        step: Duration
    ) async throws {
        _ = try await ask("one", at: now)
        machine.set(by: step)
        #expect(try await desk.expireDue(at: now) == 0)
        machine.pass(.hour)
        #expect(try await desk.expireDue(at: now) == 1)
        _ = try await ask("two", queue: Queue(name: "guests", expiresAfter: .hour * 3), at: now)
        machine.set(by: .hour * 3)
        #expect(try await desk.expireDue(at: now) == 0)
        own.clock.accept()
        #expect(try await desk.expireDue(at: now) == 1)
    }

    @Test(arguments: steps)
    func `the newest request of a person decides, whatever the clock showed when it was made`(
        step: Duration
    ) async throws {
        let queue = Queue(name: "guests", expiresAfter: .day * 90, reRequest: .always)
        let first = try await ask(queue: queue, at: now)
        try await decide([first.approval.id], .deny, at: now)
        machine.set(by: step)
        let second = try await ask(queue: queue, at: now)
        #expect(second.kind == .opened)
        #expect(second.approval.id > first.approval.id)
        try await decide([second.approval.id], .approve, at: now)
        #expect(desk.standing(of: try applicant(), in: queue, at: now) == .approved(second.approval.code))
        #expect(try await desk.list(state: nil).items.map(\.id) == [second.approval.id, first.approval.id])
        let again = try ApprovalDesk(store: try await state.reopened(), clock: machine.watch())
        #expect(again.standing(of: try applicant(), in: queue, at: now) == .approved(second.approval.code))
        let third = try await ask("bo", queue: queue, of: again, at: now)
        #expect(third.approval.id > second.approval.id)
    }

    @Test(arguments: ahead)
    func `a denied person may not ask again early because the clock jumped ahead`(step: Duration) async throws {
        let queue = Queue(name: "guests", reRequest: .after(.day * 30))
        let asked = try await ask(queue: queue, at: now)
        try await decide([asked.approval.id], .deny, at: now)
        machine.set(by: step)
        own.clock.observe()
        #expect(try await ask(queue: queue, at: now).kind == .denied)
        machine.pass(.day * 30, watchedBy: own.clock)
        #expect(try await ask(queue: queue, at: now).kind == .opened)
    }
}

/// The clock is set while the daemon is stopped.
@Suite struct `Approval requests when the system clock is set during a restart`: DeskTesting {
    let own: OwnDesk
    private let machine = MachineClock()

    init() throws { own = try OwnDesk(clock: machine.watch()) }

    private var now: Timestamp { machine.now }

    private func restarted(_ step: Duration) async throws -> ApprovalDesk {
        let record = own.clock.record
        machine.set(by: step)
        return try ApprovalDesk(store: try await state.reopened(), clock: machine.watch(after: record))
    }

    @Test(arguments: steps)
    func `a lease goes on for the rest of its five minutes`(step: Duration) async throws {
        let id = try await ask(at: now).approval.id.description
        _ = try await desk.take(id, by: .anna, at: now)
        let again = try await restarted(step)
        machine.pass(.seconds(299))
        await #expect(throws: ApprovalDesk.Refused.self) { try await again.take(id, by: .boris, at: now) }
        machine.pass(.seconds(1))
        #expect(try await again.take(id, by: .boris, at: now).takenBy == "boris")
    }

    @Test(arguments: steps)
    func `the time to undo goes on for the rest of its ten seconds`(step: Duration) async throws {
        let one = try await ask("one", at: now).approval.id
        let two = try await ask("two", at: now).approval.id
        try await decide([one, two], .deny, at: now)
        let again = try await restarted(step)
        machine.pass(.seconds(9))
        #expect(try await again.undo([one.description], by: .anna, at: now).problems == [nil])
        machine.pass(.seconds(1))
        #expect(try await again.undo([two.description], by: .anna, at: now).problems == [.conflict])
    }

    @Test(arguments: ahead)
    func `no request expires at the start because the clock jumped ahead`(step: Duration) async throws {
        let asked = try await ask(at: now)
        let again = try await restarted(step)
        #expect(try await again.expireDue(at: now) == 0)
        #expect(again.standing(of: try applicant(), in: queue, at: now) == .pending(asked.approval.code))
    }

    @Test func `a lease that ends further in the future than any lease can counts as over`() async throws {
        let id = try await ask(at: now).approval.id.description
        _ = try await desk.take(id, by: .anna, at: now)
        machine.reboot(after: .zero - .hour)
        let again = try ApprovalDesk(store: try await state.reopened(), clock: machine.watch())
        #expect(try await again.take(id, by: .boris, at: now).takenBy == "boris")
    }
}

@Suite struct `Other stores when the system clock is set` {
    private let machine = MachineClock()

    @Test(arguments: ahead)
    func `a repeated request is recognised, and its reply is kept`(step: Duration) async throws {
        let state = try TemporaryState()
        let replies = IdempotencyStore(store: state.store)
        let watch = machine.watch()
        let ticket = { [machine] in
            try IdempotencyTicket(
                key: "k",
                uid: 1,
                method: "POST",
                path: "/v1/x",
                bodyHash: .init(),
                at: watch.due(machine.now)
            )
        }
        let first = try ticket()
        #expect(try await replies.begin(first) == .fresh)
        try await replies.finish(first, with: StoredReply(status: 200, body: .init()))
        replies.end(first)
        machine.set(by: step)
        watch.observe()
        #expect(try await replies.prune(at: watch.due(machine.now)) == 0)
        #expect(try await replies.begin(try ticket()) == .replay(StoredReply(status: 200, body: .init())))
    }

    @Test(arguments: ahead)
    func `entries of a list go on matching, and are not removed`(step: Duration) async throws {
        let fixture = try BookFixture()
        _ = try await fixture.add("evil.example", expires: .noon + .hour, at: .noon)
        let watch = machine.watch()
        machine.set(by: step)
        watch.observe()
        try await fixture.book.maintain(at: machine.now, due: watch.due(machine.now))
        #expect(try await fixture.shown() == ["evil.example"])
        let index = try #require(fixture.book.indexes["blocked"])
        let question = Question(Claims(email: "ada@evil.example"))
        #expect(index.anyMatch(for: question, at: watch.due(machine.now)) != nil)
        watch.accept()
        try await fixture.book.maintain(at: machine.now, due: watch.due(machine.now))
        #expect(try await fixture.shown() == [])
    }
}

@Suite struct `The journal when the system clock is set` {
    private let scratch = Scratch()

    private func journal() throws -> Journal {
        var options = Journal.Options(durability: .relaxed, retention: Settings.Retention())
        options.retention.calls = .day * 30
        return try Journal(at: scratch.url.path, options: options)
    }

    /// Writes `count` calls, one a second.
    private func write(_ count: Int, from start: Timestamp, to journal: Journal) async throws {
        try await journal.append(all: (1...count).map { SomeCalls.entry($0, from: start) })
    }

    @Test(arguments: [Duration.hour, .day * 40])
    func `a search by time finds every call after the clock was set back`(step: Duration) async throws {
        let journal = try journal()
        let start = SomeCalls.start
        try await write(200, from: start, to: journal)
        let earlier = start - step
        try await write(200, from: earlier, to: journal)
        for since in [start, earlier, earlier + .seconds(150), start + .seconds(150)] {
            let query = try Query("since:\(since)", for: CallSummary.self, now: start + .hour)
            let expected =
                (1...200).count { start + .seconds($0) >= since } + (1...200).count { earlier + .seconds($0) >= since }
            #expect(try await journal.every(matching: query).count == expected, "\(since)")
        }
        await journal.close()
        let again = try self.journal()
        let query = try Query("since:\(start + .seconds(150))", for: CallSummary.self, now: start + .hour)
        #expect(try await again.every(matching: query).count == 51)
        await again.close()
    }

    @Test func `calls written while the clock was ahead are removed with their segment, not forty days later`()
        async throws
    {
        let journal = try journal()
        let start = SomeCalls.start
        try await write(5, from: start + .day * 40, to: journal)
        try await journal.rotate()
        try await write(5, from: start, to: journal)
        try await journal.rotate()
        try await write(5, from: start + .day * 20, to: journal)
        try await journal.applyRetention(at: start + .day * 31)
        #expect(try await journal.every().count == 5)
        await journal.close()
    }
}

@Suite struct `Ids when the system clock is set` {
    @Test func `ids in order stay in order when the clock stands still or is set back`() {
        var newest: CallID?
        var time = Timestamp.noon
        for number in 0..<10_000 {
            let id = CallID(at: time, after: newest)
            if let newest { #expect(id > newest) }
            #expect(CallID(id.description) == id)
            newest = id
            if number == 5000 { time = time - .day * 40 }
            if number % 3 == 0 { time = time + .milliseconds(1) }
        }
    }

    @Test func `an id takes the clock's time again once the clock has caught up`() {
        let ahead = CallID(at: .noon + .hour, after: nil)
        #expect(CallID(at: .noon, after: ahead).time == .noon + .hour)
        #expect(CallID(at: .noon + .hour * 2, after: ahead).time == .noon + .hour * 2)
    }

    @Test func `an id at the end of the range is still an id`() {
        let last = CallID(high: UInt64(0xFFFF_FFFF_FFFF) << 16 | 0x7FFF, low: 0x8000_0000_0000_0000)
        let next = CallID(at: .noon, after: last)
        #expect(CallID(next.description) == next)
    }
}
