import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization

/// One simulation: its findings so far, and the thread that runs it.
final class SimulationRun: Sendable {
    /// A call that flips; everything else about it is in the journal.
    struct Flip: Sendable {
        var id: CallID
        var from: Outcome
        var to: Outcome
        var by: Decider
    }

    private struct Group: Hashable {
        var from: Outcome
        var to: Outcome
        var by: Decider
    }

    private struct Change: Hashable {
        var from: Outcome
        var to: Outcome
    }

    private struct Count {
        var calls = 0
        /// Hashes, so that a million people take little memory. Cleared when the final count is known.
        var people: Set<Int> = []
        var counted = 0
    }

    private struct State {
        var report: Simulation
        var groups: [Group: Count] = [:]
        var flips: [Flip] = []
        /// By rule, in report order, then by the change of the outcome.
        var effects: [[Change: Int]]
        var isCancelled = false
    }

    /// The maximum duration of a simulation.
    static let timeLimit: Duration = .seconds(600)

    let user: String
    private let flipLimit: Int
    private let state: Mutex<State>

    /// - Parameter flipLimit: the maximum number of flips that are kept by id.
    init(_ report: Simulation, by user: String, flipLimit: Int) {
        self.user = user
        self.flipLimit = flipLimit
        state = Mutex(State(report: report, effects: report.shadows.map { _ in [:] }))
    }

    /// The current report.
    var report: Simulation {
        state.withLock { state in
            var report = state.report
            report.flips = state.groups.map { group, count in
                Simulation.FlipGroup(
                    from: group.from,
                    to: group.to,
                    decidedBy: group.by,
                    calls: count.calls,
                    people: max(count.people.count, count.counted)
                )
            }.sorted { ($1.calls, $0.decidedBy.rawValue) < ($0.calls, $1.decidedBy.rawValue) }
            report.flipsKept = state.flips.count
            for (place, effects) in state.effects.enumerated() where report.shadows[place].effects != nil {
                report.shadows[place].effects = effects.map {
                    Simulation.Effect(from: $0.from, to: $0.to, calls: $1)
                }.sorted { ($1.calls, $0.to.rawValue, $0.from.rawValue) < ($0.calls, $1.to.rawValue, $1.from.rawValue) }
            }
            return report
        }
    }

    var isRunning: Bool { state.withLock { $0.report.state == .running } }

    /// The matching flips among those kept, newest first.
    func flips(from: Outcome?, to: Outcome?, by decider: Decider?) -> [Flip] {
        state.withLock { state in
            state.flips.filter { flip in
                from.map { $0 == flip.from } ?? true && to.map { $0 == flip.to } ?? true
                    && decider.map { $0 == flip.by } ?? true
            }
        }
    }

    func cancel() { state.withLock { $0.isCancelled = true } }

    private var isCancelled: Bool { state.withLock(\.isCancelled) }

    /// Starts on a thread with low priority.
    func start(_ scan: ReplayScan, _ comparison: Comparison) {
        let thread = Thread { [self] in
            // On Linux this sets the priority of the calling thread only (setpriority(2), "C library/kernel
            // differences").
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            work(scan, comparison)
        }
        thread.name = "simulation"
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func work(_ scan: ReplayScan, _ comparison: Comparison) {
        var scan = scan
        let deadline = ContinuousClock.now + Self.timeLimit
        do {
            let total = try scan.count { isCancelled }
            state.withLock { $0.report.total = total }
            while !isCancelled {
                guard ContinuousClock.now < deadline else {
                    return end(.failed, "it took longer than \(Self.timeLimit.components.seconds) seconds; narrow it")
                }
                guard let calls = try scan.next() else { return end(.done) }
                note(calls.map { ($0.call, comparison.finding(on: $0)) })
            }
            end(.cancelled)
        } catch {
            end(.failed, "the journal cannot be read: \(error)")
        }
    }

    private func note(_ findings: [(CallSummary, Comparison.Finding)]) {
        state.withLock { state in
            for (call, finding) in findings {
                for match in finding.shadows {
                    state.report.shadows[match.rule].calls += 1
                    guard let (from, to) = match.effect else { continue }
                    state.effects[match.rule][Change(from: from, to: to), default: 0] += 1
                }
                switch finding.result {
                case .unchanged:
                    state.report.replayed += 1
                    state.report.unchanged += 1
                case .notReplayable(let reason): state.report.notReplayable[reason, default: 0] += 1
                case .flips(let from, let to, let by):
                    state.report.replayed += 1
                    let group = Group(from: from, to: to, by: by)
                    state.groups[group, default: Count()].calls += 1
                    state.groups[group]?.people.insert(Self.person(of: call))
                    guard state.flips.count < flipLimit else { continue }
                    state.flips.append(Flip(id: call.id, from: from, to: to, by: by))
                }
            }
            // Calls that arrived after they were counted.
            state.report.total = max(state.report.total, state.report.replayed + state.report.blocked)
        }
    }

    /// The person of a call: a hash of the address, or of the call's id if there is none.
    private static func person(of call: CallSummary) -> Int {
        call.email.map { $0.lowercased().hashValue } ?? call.id.hashValue
    }

    private func end(_ ending: Simulation.State, _ problem: String? = nil) {
        state.withLock { state in
            state.report.state = ending
            state.report.problem = problem
            state.report.finished = .now
            state.groups = state.groups.mapValues { count in
                Count(calls: count.calls, counted: count.people.count)
            }
        }
    }
}

extension Simulation {
    /// The number of calls that could not be replayed.
    fileprivate var blocked: Int { notReplayable.values.reduce(0, +) }
}
