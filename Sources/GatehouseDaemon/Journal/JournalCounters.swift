package import GatehouseModel

/// The journal's figures for the status line and the lists, at one moment.
package struct JournalCounters: Sendable, Hashable {
    /// What one endpoint was asked in the last 24 hours.
    package struct Endpoint: Sendable, Hashable {
        package var calls = 0
        /// By outcome; outcomes that did not occur are left out.
        package var outcomes: [String: Int] = [:]
        package var lastCall: Timestamp?
    }

    /// Over the last 10 whole seconds.
    package var callsPerSecond = 0.0
    /// 95 of 100 of the last 1,000 calls took at most this, milliseconds.
    package var p95Ms = 0.0
    /// The share of the last 1,000 calls that were blocked, 0 to 1.
    package var blockedShare = 0.0
    /// Calls in the journal.
    package var callsKept = 0
    /// Calls ever written.
    package var callsTotal = 0
    /// Of the calls kept; outcomes that did not occur are left out.
    package var outcomes: [String: Int] = [:]
    /// By endpoint, over the last 24 hours, to the hour.
    package var endpoints: [String: Endpoint] = [:]
    /// Matches by list, over the last 24 hours, to the hour.
    package var listHits: [String: Int] = [:]

    package init() {}
}
