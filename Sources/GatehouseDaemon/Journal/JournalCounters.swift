package import GatehouseModel

/// The journal's figures for the status line and the lists, at one point in time.
package struct JournalCounters: Sendable, Hashable {
    /// The calls to one endpoint in the last 24 hours.
    package struct Endpoint: Sendable, Hashable {
        package var calls = 0
        /// Counts by outcome; outcomes that did not occur are left out.
        package var outcomes: [String: Int] = [:]
        package var lastCall: Timestamp?
    }

    /// Calls per second over the last 10 complete seconds.
    package var callsPerSecond = 0.0
    /// The 95th percentile of the duration of the last 1,000 calls, in milliseconds.
    package var p95Ms = 0.0
    /// The share of the last 1,000 calls that were blocked, 0 to 1.
    package var blockedShare = 0.0
    /// The number of calls in the journal.
    package var callsKept = 0
    /// The number of calls ever written.
    package var callsTotal = 0
    /// Counts of the recorded calls by outcome; outcomes that did not occur are left out.
    package var outcomes: [String: Int] = [:]
    /// By endpoint, over the last 24 hours, rounded to the hour.
    package var endpoints: [String: Endpoint] = [:]
    /// Matches by list, over the last 24 hours, rounded to the hour.
    package var listHits: [String: Int] = [:]

    package init() {}
}
