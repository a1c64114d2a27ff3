import Synchronization

/// Counts requests that never become a journaled call.
package final class CallMeter: Sendable {
    private let overloads = Atomic<Int>(0)
    private let malformed = Atomic<Int>(0)

    package init() {}

    func countOverload() { overloads.add(1, ordering: .relaxed) }
    func countMalformed() { malformed.add(1, ordering: .relaxed) }

    /// Calls refused because too many were open.
    package var overloadCount: Int { overloads.load(ordering: .relaxed) }
    /// Requests that were not HTTP.
    package var malformedCount: Int { malformed.load(ordering: .relaxed) }
}
