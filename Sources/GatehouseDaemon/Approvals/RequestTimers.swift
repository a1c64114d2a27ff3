import GatehouseModel
import Synchronization

/// Keeps leases and the time to undo right when the system clock is set.
///
/// The stored times are the system clock's. For what happened in this run of the daemon, the ends are also kept on a
/// time line that nobody can set, and are converted to what the clock shows when a request is read for a change.
final class RequestTimers: Sendable {
    private struct Ends {
        var lease: Timestamp?
        var undo: Timestamp?
    }

    private struct State {
        /// By request, on the time line that the clock showed at the daemon's start.
        var ends: [CallID: Ends] = [:]
        /// The number of requests at which ends that have passed are removed.
        var pruneAt = 1024
    }

    private let state = Mutex(State())
    private let clock: ClockWatch

    init(clock: ClockWatch) { self.clock = clock }

    /// Notes a lease, or its renewal.
    func noteLease(of id: CallID, until end: Timestamp) { note(id, at: end) { $0.lease = $1 } }

    /// Notes that a decision can be undone until `end`.
    func noteDecision(on id: CallID, until end: Timestamp) { note(id, at: end) { $0.undo = $1 } }

    /// The requests that were taken in this run and may still be held.
    var leased: [CallID] { state.withLock { $0.ends.filter { $0.value.lease != nil }.map(\.key) } }

    /// Converts a stored request's deadlines to what the clock shows now.
    func restate(_ machine: inout ApprovalMachine, at now: Timestamp) {
        clock.observe()
        let shift = clock.shift
        machine.held = clock.held
        if let ends = state.withLock({ $0.ends[machine.approval.id] }) {
            if machine.approval.takenUntil != nil, let lease = ends.lease {
                machine.approval.takenUntil = lease + shift
            }
            machine.undoUntil = ends.undo.map { $0 + shift } ?? .past
        } else {
            restateEarlier(&machine, moved: clock.startJump + shift, at: now)
        }
    }

    /// The same for what happened before the daemon started. A time that lies in the future then counts as over.
    private func restateEarlier(_ machine: inout ApprovalMachine, moved: Duration, at now: Timestamp) {
        let running = clock.running
        if let until = machine.approval.takenUntil {
            let end = until + moved
            let isOver = running >= ApprovalMachine.leaseTime || end > now + ApprovalMachine.leaseTime
            machine.approval.takenUntil = isOver ? min(end, now) : end
        }
        if let decided = machine.approval.decidedAt.map({ $0 + moved }) {
            let isOver = running >= ApprovalMachine.undoTime || decided > now
            machine.undoUntil = isOver ? .past : decided + ApprovalMachine.undoTime
        }
    }

    private func note(_ id: CallID, at end: Timestamp, _ set: (inout Ends, Timestamp) -> Void) {
        let shift = clock.shift
        state.withLock { state in
            if state.ends.count >= state.pruneAt {
                let oldest = end - shift - ApprovalMachine.leaseTime - ApprovalMachine.undoTime
                state.ends = state.ends.filter { max($0.value.lease ?? .past, $0.value.undo ?? .past) > oldest }
                state.pruneAt = max(1024, 2 * state.ends.count)
            }
            set(&state.ends[id, default: Ends()], end - shift)
        }
    }
}

extension Timestamp {
    /// Earlier than any other.
    fileprivate static var past: Timestamp { Timestamp(milliseconds: .min) }
}
