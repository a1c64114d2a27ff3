package import GatehouseModel

/// What the policy says of a person before any approval is looked up.
package enum Verdict: Sendable, Hashable {
    /// Nothing decided: the endpoint's default.
    case undecided
    /// Exempt from deny lists and from asking.
    case allowed(by: Decider)
    /// A block page.
    case blocked(by: Decider, message: LocalizedMessage)
    /// Back to the form; the message is about that claim, or about the form as a whole.
    case invalid(by: Decider, message: LocalizedMessage, field: String?)
    /// A person decides, in that queue.
    case ask(queue: String, by: Decider)
}

/// A verdict with its why.
package struct Judgement: Sendable, Hashable {
    package var verdict: Verdict
    /// What was looked at, in order. Lists and rules that did not match are named only where there are few.
    package var considered: [Trace.Considered]
    /// Entries that matched, overridden ones included: each counts as a hit.
    package var hits: [Hit]
    /// Remarks for the trace.
    package var notes: [String]
    /// Claims that rules changed, with their new values; for a call that goes on.
    package var changes: [String: JSONValue] = [:]
    /// Words that rules marked the call with.
    package var tags: [String] = []
    /// Rules whose condition was true, shadow ones included, in order.
    package var ruleHits: [String] = []
    /// Whether the endpoint's `unless` spares the person from being asked, where nothing else decided.
    package var isExemptFromAsking = false

    /// The claims as rules have changed them.
    package func changed(_ claims: Claims) -> Claims {
        guard !changes.isEmpty else { return claims }
        var claims = claims
        claims.attributes.merge(changes) { _, new in new }
        return claims
    }

    package struct Hit: Sendable, Hashable {
        package let list: String
        /// The store's number of the entry.
        package let entry: Int64
    }
}
