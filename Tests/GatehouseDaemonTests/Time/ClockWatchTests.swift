import Foundation
import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `The watch over the system clock` {
    private let machine = MachineClock()

    @Test func `passing time, asleep or awake, is no jump`() {
        let watch = machine.watch()
        for time in [Duration.seconds(1), .hour, .seconds(1)] {
            machine.pass(time)
            #expect(watch.observe() == nil)
        }
        #expect(watch.held == .zero && watch.shift == .zero)
        #expect(watch.warning(at: machine.now) == nil)
    }

    @Test(arguments: [Duration.seconds(300), .hour, .day * 40, .day * 36_500])
    func `after a jump ahead, removals count by the time before it`(jump: Duration) {
        let watch = machine.watch()
        machine.set(by: jump)
        #expect(watch.observe() == ClockJump(by: jump, at: machine.now))
        #expect(watch.due(machine.now) == .noon)
        machine.pass(.hour)
        watch.observe()
        #expect(watch.due(machine.now) == .noon + .hour)
        #expect(watch.warning(at: machine.now)?.contains("gatehouse clock accept") == true)
    }

    @Test func `after a day of waiting, removals count by the system clock`() {
        let watch = machine.watch()
        machine.set(by: .day * 40)
        watch.observe()
        for _ in 0..<24 {
            #expect(watch.held == .day * 40)
            machine.pass(.hour)
            watch.observe()
        }
        #expect(watch.due(machine.now) == machine.now)
        #expect(watch.warning(at: machine.now) == nil)
    }

    @Test func `after an admin accepted the clock, removals count by it at once`() {
        let watch = machine.watch()
        machine.set(by: .day * 40)
        watch.observe()
        #expect(watch.state(at: machine.now).waitingUntil == machine.now + .day)
        watch.accept()
        #expect(watch.state(at: machine.now) == ClockState(time: machine.now, due: machine.now))
    }

    @Test func `a jump ahead that is taken back leaves nothing waiting`() {
        let watch = machine.watch()
        machine.set(by: .day * 40)
        watch.observe()
        machine.pass(.seconds(10))
        machine.set(by: .zero - .day * 40)
        #expect(watch.observe()?.by == .zero - .day * 40)
        #expect(watch.held == .zero)
        #expect(watch.due(machine.now) == machine.now)
    }

    @Test func `several jumps ahead wait together`() {
        let watch = machine.watch()
        for _ in 0..<3 {
            machine.set(by: .hour)
            watch.observe()
            machine.pass(.seconds(1))
            watch.observe()
        }
        #expect(watch.held == .hour * 3)
    }

    @Test(arguments: [Duration.hour, .day * 40])
    func `a clock that is set back is reported, and nothing waits`(jump: Duration) {
        let watch = machine.watch()
        machine.set(by: .zero - jump)
        #expect(watch.observe()?.description.contains("set back") == true)
        #expect(watch.held == .zero)
        #expect(watch.shift == .zero - jump)
    }

    @Test func `small corrections are not reported, but move short deadlines`() {
        let watch = machine.watch()
        machine.set(by: .seconds(90))
        #expect(watch.observe() == nil)
        #expect(watch.shift == .seconds(90))
        #expect(watch.held == .zero)
        machine.set(by: .milliseconds(200))
        watch.observe()
        #expect(watch.shift == .seconds(90))
    }
}

@Suite struct `The watch over the system clock across a restart` {
    private let machine = MachineClock()

    /// What the previous run recorded last.
    private func before(_ change: (ClockWatch) -> Void = { _ in }) -> ClockRecord? {
        let watch = machine.watch()
        change(watch)
        return watch.record
    }

    @Test(arguments: [Duration.hour, .day * 40, .zero - .hour, .zero - .day * 40])
    func `a jump while the daemon is stopped is measured exactly if the machine kept running`(jump: Duration) {
        let record = before()
        machine.pass(.seconds(90))
        machine.set(by: jump)
        let watch = machine.watch(after: record)
        #expect(watch.startJump == jump)
        #expect(
            watch.due(machine.now) == (jump > .zero && jump < .day ? .noon + .seconds(90) : machine.now - watch.held)
        )
        #expect((watch.held > .zero) == (jump > .zero))
    }

    @Test func `a stop of an hour is no jump`() {
        let record = before()
        machine.pass(.hour)
        let watch = machine.watch(after: record)
        #expect(watch.startJump == .zero && watch.held == .zero)
        #expect(watch.warning(at: machine.now) == nil)
    }

    @Test(arguments: [true, false])
    func `after an absence of more than a day, removals wait, because the clock may be wrong`(rebooted: Bool) {
        let record = before()
        if rebooted { machine.reboot(after: .day * 40) } else { machine.pass(.day * 40) }
        let watch = machine.watch(after: record)
        #expect(watch.due(machine.now) == .noon)
        #expect(watch.warning(at: machine.now)?.contains("40 days ahead of what was expected") == true)
        machine.pass(.day, watchedBy: watch)
        #expect(watch.due(machine.now) == machine.now)
    }

    @Test func `a night without the machine is no jump`() {
        let record = before()
        machine.reboot(after: .hour * 14)
        let watch = machine.watch(after: record)
        #expect(watch.held == .zero && watch.startJump == .zero)
    }

    @Test func `a clock that starts in the past is reported`() {
        let record = before()
        machine.reboot(after: .zero - .day * 40)
        let watch = ClockWatch(reading: { [machine] in ClockReading(wall: machine.now, uptime: .seconds(20)) })
        #expect(watch.start(after: record)?.by == .zero - .day * 40)
        #expect(watch.held == .zero)
    }

    @Test func `what waits goes on waiting after a restart, for the rest of the day`() {
        let record = before { watch in
            machine.set(by: .day * 40)
            watch.observe()
            machine.pass(.hour * 20)
            watch.observe()
        }
        let watch = machine.watch(after: record)
        #expect(watch.held == .day * 40)
        machine.pass(.hour * 3)
        watch.observe()
        #expect(watch.held == .day * 40)
        machine.pass(.hour)
        watch.observe()
        #expect(watch.held == .zero)
    }

    @Test func `the record is written and read back, and damage counts as no record`() throws {
        let directory = NSTemporaryDirectory() + "gatehouse-clock-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/clock"
        #expect(ClockRecord(file: path) == nil)
        let record = try #require(
            before { watch in
                machine.set(by: .day * 40)
                watch.observe()
            }
        )
        try record.write(to: path)
        #expect(ClockRecord(file: path) == record)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            #expect(ClockRecord(file: path) == nil)
        }
        for text in ["{}", "[]", "\u{0}", #"{"time":"2026-01-01T00:00:00Z","uptimeMs":-1,"heldMs":0,"waitingMs":0}"#] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            #expect(ClockRecord(file: path) == nil)
        }
    }
}
