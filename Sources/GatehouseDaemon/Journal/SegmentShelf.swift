internal import GatehouseModel
internal import Synchronization

/// All segments in order, with their tallies. The last one is open for writing.
final class SegmentShelf: Sendable {
    struct Shelved: Sendable {
        var segment: Segment
        var tally: SegmentTally
    }

    private struct State {
        var shelved: [Shelved] = []
        var recent = RecentCalls()
    }

    private let state = Mutex(State())

    /// Oldest first.
    var all: [Shelved] { state.withLock(\.shelved) }

    var newest: Shelved? { state.withLock { $0.shelved.last } }

    func append(_ segment: Segment, tally: SegmentTally = SegmentTally()) {
        state.withLock { $0.shelved.append(Shelved(segment: segment, tally: tally)) }
    }

    func remove(_ segment: Segment) {
        state.withLock { state in state.shelved.removeAll { $0.segment === segment } }
    }

    func replace(_ segment: Segment, with other: Segment) {
        state.withLock { state in
            guard let index = state.shelved.firstIndex(where: { $0.segment === segment }) else { return }
            state.shelved[index].segment = other
        }
    }

    func tally(of segment: Segment) -> SegmentTally? {
        state.withLock { state in state.shelved.last { $0.segment === segment }?.tally }
    }

    /// Counts calls that are on stable storage.
    func count(_ calls: [SegmentTally.Counted], in segment: Segment) {
        guard !calls.isEmpty else { return }
        state.withLock { state in
            guard let index = state.shelved.lastIndex(where: { $0.segment === segment }) else { return }
            for call in calls {
                state.shelved[index].tally.count(call)
                guard call.isInbound else { continue }
                state.recent.count(call)
                state.recent.count(second: call.time / 1000)
            }
        }
    }

    /// Includes calls from before the start in the figures about the last thousand.
    func seed(_ calls: [SegmentTally.Counted]) {
        state.withLock { state in
            for call in calls where call.isInbound { state.recent.count(call) }
        }
    }

    func counters(at now: Timestamp, total: Int64) -> JournalCounters {
        state.withLock { state in
            var counters = JournalCounters()
            counters.callsPerSecond = state.recent.rate(before: now.milliseconds / 1000)
            counters.p95Ms = state.recent.p95Ms
            counters.blockedShare = state.recent.blockedShare
            counters.callsTotal = Int(total)
            var outcomes = Array(repeating: 0, count: SegmentTally.outcomeCount)
            for shelved in state.shelved {
                for index in outcomes.indices { outcomes[index] += shelved.tally.outcomes[index] }
                counters.add(shelved.tally.hours, after: now.milliseconds / 3_600_000 - 24)
            }
            counters.callsKept = outcomes.reduce(0, +)
            counters.outcomes = JournalCounters.named(outcomes)
            return counters
        }
    }
}

extension RecentCalls {
    fileprivate mutating func count(_ call: SegmentTally.Counted) {
        count(microseconds: call.microseconds, isBlocked: Int64(call.outcome) == CallCodes.code(Outcome.block))
    }
}

extension JournalCounters {
    fileprivate mutating func add(_ hours: [Int64: SegmentTally.Hour], after start: Int64) {
        for (hour, counts) in hours where hour > start {
            for (name, outcomes) in counts.endpoints {
                endpoints[name, default: Endpoint()].calls += outcomes.reduce(0, +)
                for (outcome, count) in Self.named(outcomes) {
                    endpoints[name, default: Endpoint()].outcomes[outcome, default: 0] += count
                }
            }
            for (name, time) in counts.newest {
                let last = max(Timestamp(milliseconds: time), endpoints[name]?.lastCall ?? Timestamp(milliseconds: 0))
                endpoints[name, default: Endpoint()].lastCall = last
            }
            for (name, count) in counts.lists { listHits[name, default: 0] += count }
        }
    }

    /// Counts by word instead of outcome code, without zeros.
    fileprivate static func named(_ outcomes: [Int]) -> [String: Int] {
        var named: [String: Int] = [:]
        for (outcome, code) in CallCodes.outcomes where outcomes[Int(code)] > 0 {
            named[outcome.rawValue] = outcomes[Int(code)]
        }
        return named
    }
}
