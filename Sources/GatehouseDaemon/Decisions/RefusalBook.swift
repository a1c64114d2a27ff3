import Foundation
package import GatehouseModel
import Synchronization

/// Counts calls that are refused without a valid credential, and chooses the few of them that are journaled.
///
/// Anybody who reaches the port can make such calls without end. They are counted by source and minute; a sample goes
/// to the journal, so that an admin sees what comes, and neither the disk nor the journal's writer grows busy with
/// them. Everything here is bounded, the table of sources too.
package final class RefusalBook: Sendable {
    /// How many refusals are journaled and how many sources are told apart.
    package struct Limits: Sendable {
        /// Samples of one source in a minute.
        package var ofSource = 5
        /// Samples in a minute.
        package var inMinute = 30
        /// Samples in an hour.
        package var inHour = 200
        /// Sources counted by themselves in a minute; further ones are counted together and give no sample.
        package var sources = 1024

        package init() {}
    }

    /// What came in one minute.
    package struct Minute: Sendable, Hashable {
        /// Minutes since 1970.
        fileprivate var number: Int64 = 0
        /// Calls refused.
        package fileprivate(set) var calls = 0
        /// Calls of these that went to the journal.
        package fileprivate(set) var samples = 0
        /// Calls by source, as `RefusalSource` names it.
        fileprivate var bySource: [String: Int] = [:]

        /// Sources told apart.
        package var sources: Int { bySource.count }

        /// The source of the most calls, and how many; nil when there was none.
        package var loudest: (source: String, calls: Int)? {
            bySource.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
        }
    }

    private struct State {
        var present = Minute()
        var previous = Minute()
        var untold: Minute?
        var total = 0
        var hour: Int64 = 0
        var samplesInHour = 0
        /// Samples since the daemon's start.
        var samples = 0

        /// Begins a new minute when it is due. A clock that is set back begins one too.
        mutating func roll(to minute: Int64) {
            guard present.number != minute else { return }
            if present.calls > 0 { untold = present }
            previous = present
            present = Minute(number: minute)
            guard hour != minute / 60 else { return }
            hour = minute / 60
            samplesInHour = 0
        }
    }

    private let limits: Limits
    private let state = Mutex(State())

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Counts one refused call. Returns whether it is a sample, to be journaled.
    package func count(from client: String, at now: Timestamp) -> Bool {
        let source = RefusalSource(client).description
        return state.withLock { state in
            state.roll(to: now.milliseconds / 60_000)
            state.total += 1
            state.present.calls += 1
            guard state.present.bySource[source] != nil || state.present.bySource.count < limits.sources else {
                return false
            }
            let calls = state.present.bySource[source, default: 0] + 1
            state.present.bySource[source] = calls
            guard calls <= limits.ofSource, state.present.samples < limits.inMinute,
                state.samplesInHour < limits.inHour
            else { return false }
            state.present.samples += 1
            state.samplesInHour += 1
            state.samples += 1
            return true
        }
    }

    /// The figures for the status.
    package func counts(at now: Timestamp) -> RefusedCalls {
        state.withLock { state in
            let minute = Self.busiest(&state, at: now)
            return RefusedCalls(
                total: state.total,
                perMinute: minute.calls,
                sources: minute.sources,
                journaled: state.samples
            )
        }
    }

    /// A sentence for the status while more comes in a minute than can be journaled; nil otherwise.
    package func warning(at now: Timestamp) -> String? {
        let minute = state.withLock { Self.busiest(&$0, at: now) }
        guard minute.calls > max(minute.samples, limits.inMinute) else { return nil }
        let loudest = minute.loudest.map { ", most from \($0.source) (\($0.calls))" } ?? ""
        return "\(minute.calls) calls without a valid credential were refused in a minute\(loudest); "
            + "\(minute.samples) of them are in the journal"
    }

    /// The last whole minute with refused calls that this has not returned yet, for the log.
    package func finishedMinute(at now: Timestamp) -> Minute? {
        state.withLock { state in
            state.roll(to: now.milliseconds / 60_000)
            defer { state.untold = nil }
            return state.untold
        }
    }

    /// The present minute, or the one before if more came then.
    private static func busiest(_ state: inout State, at now: Timestamp) -> Minute {
        let number = now.milliseconds / 60_000
        state.roll(to: number)
        guard state.previous.number == number - 1, state.previous.calls > state.present.calls else {
            return state.present
        }
        return state.previous
    }
}
