import Foundation
package import GatehouseModel
import Synchronization

/// Counts calls that are refused without a valid credential, and selects a few of them for the journal.
///
/// Anybody who reaches the port can make any number of such calls. They are counted by source and minute. A sample goes
/// to the journal, so that an admin sees what arrives while the disk and the journal's writer stay idle. All of it is
/// bounded, including the table of sources.
package final class RefusalBook: Sendable {
    /// The size of the sample and of the table of sources.
    package struct Limits: Sendable {
        /// Samples from one source per minute.
        package var ofSource = 5
        /// Samples per minute.
        package var inMinute = 30
        /// Samples per hour.
        package var inHour = 200
        /// Sources counted separately per minute; all further ones are counted together and give no sample.
        package var sources = 1024

        package init() {}
    }

    /// The refused calls of one minute.
    package struct Minute: Sendable, Hashable {
        /// Minutes since 1970.
        fileprivate var number: Int64 = 0
        /// Calls refused.
        package fileprivate(set) var calls = 0
        /// How many of these calls went to the journal.
        package fileprivate(set) var samples = 0
        /// Calls by source, as `RefusalSource` names it.
        fileprivate var bySource: [String: Int] = [:]

        /// The number of sources counted separately.
        package var sources: Int { bySource.count }

        /// The source with the most calls, and their number; nil if there were none.
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

        /// Starts a new minute when it is due. A clock that is set back starts one too.
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

    /// The counts for the status.
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

    /// A warning for the status while more calls arrive per minute than can be journaled; nil otherwise.
    package func warning(at now: Timestamp) -> String? {
        let minute = state.withLock { Self.busiest(&$0, at: now) }
        guard minute.calls > max(minute.samples, limits.inMinute) else { return nil }
        let loudest = minute.loudest.map { ", most from \($0.source) (\($0.calls))" } ?? ""
        return "\(minute.calls) calls without a valid credential were refused in a minute\(loudest); "
            + "\(minute.samples) of them are in the journal"
    }

    /// For the log: the last complete minute with refused calls, returned only once.
    package func finishedMinute(at now: Timestamp) -> Minute? {
        state.withLock { state in
            state.roll(to: now.milliseconds / 60_000)
            defer { state.untold = nil }
            return state.untold
        }
    }

    /// The current minute, or the previous one if it had more calls.
    private static func busiest(_ state: inout State, at now: Timestamp) -> Minute {
        let number = now.milliseconds / 60_000
        state.roll(to: number)
        guard state.previous.number == number - 1, state.previous.calls > state.present.calls else {
            return state.present
        }
        return state.previous
    }
}
