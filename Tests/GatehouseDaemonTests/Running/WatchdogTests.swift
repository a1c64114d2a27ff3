import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The watchdog` {
    private let told = Told()

    private final class Told: Sendable {
        let lines = Mutex<[String]>([])
    }

    /// A loop that answers when the test says so.
    private final class HeldLoop: Sendable {
        private let answers = Mutex<[@Sendable () -> Void]>([])
        var waiting: Int { answers.withLock(\.count) }

        func loop(_ name: String) -> Watchdog.Loop {
            Watchdog.Loop(name) { [self] answer in answers.withLock { $0.append(answer) } }
        }

        func run() {
            let answers = answers.withLock { answers in
                defer { answers = [] }
                return answers
            }
            for answer in answers { answer() }
        }
    }

    private func watchdog(_ loops: [Watchdog.Loop]) -> Watchdog {
        Watchdog(
            loops,
            tell: { [told] line in told.lines.withLock { $0.append(line) } },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private let lively = Watchdog.Loop("lively") { $0() }

    @Test func `a round is reported after every loop answered the one before`() {
        let dog = watchdog([lively, lively])
        #expect(dog.round() == [])
        #expect(told.lines.withLock { $0 } == [])
        #expect(dog.round() == [])
        #expect(dog.round() == [])
        #expect(told.lines.withLock { $0 } == ["WATCHDOG=1", "WATCHDOG=1"])
    }

    @Test func `one loop that does not answer stops the reports and is named`() {
        let held = HeldLoop()
        let dog = watchdog([lively, held.loop("journal writer"), lively])
        dog.round()
        for _ in 0..<3 { #expect(dog.round() == ["journal writer"]) }
        #expect(told.lines.withLock { $0 } == [])
    }

    @Test func `a silent loop is asked once, and its answer brings the reports back`() {
        let held = HeldLoop()
        let dog = watchdog([held.loop("tasks")])
        for _ in 0..<5 { dog.round() }
        #expect(held.waiting == 1)
        held.run()
        #expect(dog.round() == [])
        #expect(told.lines.withLock { $0 } == ["WATCHDOG=1"])
    }

    @Test func `the writers of both stores answer, busy or idle`() async throws {
        let state = try TemporaryState()
        let answered = Mutex(0)
        for _ in 0..<3 {
            state.store.commits.echo { answered.withLock { $0 += 1 } }
            _ = try await state.store.write { try $0.execute("SELECT 1") }
        }
        _ = try await eventually("the writer answers") { answered.withLock { $0 } == 3 ? true : nil }
        state.store.commits.echo { answered.withLock { $0 += 1 } }
        _ = try await eventually("the idle writer answers") { answered.withLock { $0 } == 4 ? true : nil }
    }

    @Test func `a writer that hangs is silent`() async throws {
        let state = try TemporaryState()
        let gate = DispatchSemaphore(value: 0)
        let dog = watchdog([.writer("state writer", state.store.commits)])
        try state.store.submit(weight: 1, { _ in gate.wait() }, published: { _ in }, completion: { _ in })
        dog.round()
        #expect(dog.round() == ["state writer"])
        gate.signal()
        _ = try await eventually("the writer answers") { dog.round().isEmpty ? true : nil }
    }

    @Test(arguments: [
        (["WATCHDOG_USEC": "60000000"], Duration.seconds(20)),
        (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"], .seconds(20)),
        (["WATCHDOG_USEC": "3"], .milliseconds(10)), (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"], nil),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-5"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
    ])
    func `reports are sent three times as often as the service manager expects them`(
        environment: [String: String],
        interval: Duration?
    ) {
        #expect(Watchdog.interval(environment, process: 7) == interval)
    }
}
