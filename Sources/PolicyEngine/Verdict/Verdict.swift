package import GatehouseModel

/// What the policy says of a person before any approval is looked up.
package enum Verdict: Sendable, Hashable {
    /// Nothing decided: the endpoint's default.
    case undecided
    /// Exempt from deny lists and from asking.
    case allowed(by: Decider)
    /// A block page.
    case blocked(by: Decider, message: LocalizedMessage)
    /// A person decides, in that queue.
    case ask(queue: String, by: Decider)
}

/// A verdict with its why.
package struct Judgement: Sendable, Hashable {
    package var verdict: Verdict
    /// What was looked at, in order. Lists that did not match are named only where there are few.
    package var considered: [Trace.Considered]
    /// Entries that matched, overridden ones included: each counts as a hit.
    package var hits: [Hit]
    /// Remarks for the trace.
    package var notes: [String]

    package struct Hit: Sendable, Hashable {
        package let list: String
        /// The store's number of the entry.
        package let entry: Int64
    }
}
