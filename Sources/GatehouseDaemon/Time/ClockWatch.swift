package import GatehouseModel
import Synchronization

/// Notices when the system clock is set, so that deadlines hold although it jumps.
///
/// - Times that are recorded and shown are always the system clock's.
/// - Short deadlines (leases, the time to undo) move with the clock: `shift` says by how much it was set.
/// - Deadlines whose end removes something for good (expiry, retention) count by `due`. If the clock jumped ahead, `due`
///   continues from the time before the jump, until an admin accepts the clock, it returns, or a day has passed.
package final class ClockWatch: Sendable {
    /// Jumps smaller than this only move short deadlines.
    package static let largeJump: Duration = .seconds(300)
    /// Jumps smaller than this are ordinary corrections.
    private static let correction: Duration = .seconds(1)
    /// How long removals wait after a large jump ahead, unless an admin accepts the clock.
    package static let waitingTime: Duration = .seconds(86_400)
    /// Removals also wait if the daemon did not run for longer than this: an absence and a wrong clock look the same.
    package static let longAbsence: Duration = .seconds(86_400)

    private struct State {
        var last: ClockReading?
        /// The uptime at the daemon's start.
        var start: Duration?
        var shift: Duration = .zero
        var startJump: Duration = .zero
        /// How far the clock is ahead of the time that removals count by.
        var held: Duration = .zero
        /// What is left of `waitingTime`.
        var waiting: Duration = .zero
        var jump: ClockJump?
    }

    private let state = Mutex(State())
    private let read: @Sendable () -> ClockReading

    /// A watch over `read`. Before the first `observe`, all corrections are zero.
    package init(reading read: @escaping @Sendable () -> ClockReading = { .now }) { self.read = read }

    /// Continues from the previous run of the daemon.
    ///
    /// - Returns: the jump, if the clock was set while the daemon did not run, or nobody can tell.
    @discardableResult
    package func start(after record: ClockRecord?) -> ClockJump? {
        let reading = read()
        return state.withLock { state in
            state.start = reading.uptime
            state.last = reading
            guard let record else { return nil }
            state.held = record.held
            state.waiting = record.waiting
            let gap = reading.wall.since(record.wall)
            let isSameBoot = record.boot != nil && record.boot == reading.boot && record.uptime <= reading.uptime
            let elapsed = isSameBoot ? reading.uptime - record.uptime : nil
            if let elapsed { state.waiting -= min(elapsed, state.waiting) }
            let difference = elapsed.map { gap - $0 } ?? min(gap, .zero)
            if difference.magnitude >= Self.correction { state.startJump = difference }
            // After a long absence the whole of it is in doubt, even if the machine's own count agrees.
            return Self.judge(gap >= Self.longAbsence ? gap : difference, at: reading.wall, &state)
        }
    }

    /// Compares the two clocks. To be called at least once a second, and before short deadlines are compared.
    ///
    /// - Returns: a large jump since the last call.
    @discardableResult
    package func observe() -> ClockJump? {
        let reading = read()
        return state.withLock { state in
            guard let last = state.last else { return nil }
            state.last = reading
            let elapsed = max(reading.uptime - last.uptime, .zero)
            state.waiting -= min(elapsed, state.waiting)
            if state.waiting == .zero, state.held > .zero { state.held = .zero }
            let gap = reading.wall.since(last.wall)
            let difference = gap - elapsed
            if difference.magnitude >= Self.correction { state.shift += difference }
            return Self.judge(gap >= Self.longAbsence ? gap : difference, at: reading.wall, &state)
        }
    }

    private static func judge(_ size: Duration, at wall: Timestamp, _ state: inout State) -> ClockJump? {
        guard size.magnitude >= largeJump else { return nil }
        state.held = max(state.held + size, .zero)
        if state.held < largeJump { state.held = .zero }
        state.waiting = state.held > .zero ? waitingTime : .zero
        let jump = ClockJump(by: size, at: wall)
        state.jump = jump
        return jump
    }

    /// Lets removals count by the system clock from now on, whatever it did until now.
    package func accept() {
        observe()
        state.withLock { state in
            state.held = .zero
            state.waiting = .zero
        }
    }

    /// The time that removals and expiries count by, when the system clock shows `now`.
    package func due(_ now: Timestamp) -> Timestamp { now - held }

    /// By how much the clock was set since the daemon's start, all jumps together.
    package var shift: Duration { state.withLock(\.shift) }

    /// By how much the clock was set between the previous run and this one, as far as that can be told.
    package var startJump: Duration { state.withLock(\.startJump) }

    /// How far the clock is ahead of the time that removals count by; zero unless it jumped.
    package var held: Duration { state.withLock(\.held) }

    /// How long the daemon has been running; zero before `start`.
    package var running: Duration {
        state.withLock { state in
            guard let start = state.start, let last = state.last else { return .zero }
            return last.uptime - start
        }
    }

    /// What the next run needs to know; nil before `start`.
    package var record: ClockRecord? {
        state.withLock { state in
            state.last.map {
                ClockRecord(
                    wall: $0.wall,
                    uptime: $0.uptime,
                    boot: $0.boot,
                    held: state.held,
                    waiting: state.waiting
                )
            }
        }
    }

    /// What to show when the system clock shows `now`.
    package func state(at now: Timestamp) -> ClockState {
        state.withLock { state in
            guard state.held > .zero else { return ClockState(time: now, due: now) }
            return ClockState(
                time: now,
                due: now - state.held,
                waitingUntil: now + state.waiting,
                reason: state.jump?.description ?? "the system clock jumped ahead before this start"
            )
        }
    }

    /// For the status: that the clock jumped, and what waits because of it; nil if all is well.
    package func warning(at now: Timestamp) -> String? {
        let state = state(at: now)
        guard let end = state.waitingUntil, let reason = state.reason else { return nil }
        return "\(reason); expiry and retention count from \(state.due) until \(end), or until an admin runs: "
            + "gatehouse clock accept"
    }
}

/// A large jump of the system clock.
package struct ClockJump: Sendable, Hashable, CustomStringConvertible {
    /// Positive if the clock jumped ahead.
    package var by: Duration
    /// What the clock showed after the jump.
    package var at: Timestamp

    package init(by: Duration, at: Timestamp) {
        self.by = by
        self.at = at
    }

    package var description: String {
        let size = Self.words(by.magnitude)
        return by > .zero
            ? "at \(at) the system clock was \(size) ahead of what was expected"
            : "at \(at) the system clock was set back by \(size)"
    }

    private static func words(_ size: Duration) -> String {
        let minutes = size.components.seconds / 60
        if minutes < 120 { return "\(minutes) minutes" }
        return minutes < 48 * 60 ? "\(minutes / 60) hours" : "\(minutes / 1440) days"
    }
}

extension Duration {
    /// The length without its sign.
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
