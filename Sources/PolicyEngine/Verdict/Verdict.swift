package import GatehouseModel

/// The policy's verdict on a person, before any approval is looked up.
package enum Verdict: Sendable, Hashable {
    /// Nothing decided, so the endpoint's default applies.
    case undecided
    /// Exempt from deny lists and from approval.
    case allowed(by: Decider)
    /// Show a block page.
    case blocked(by: Decider, message: LocalizedMessage)
    /// Show a validation error for that claim, or for the form as a whole.
    case invalid(by: Decider, message: LocalizedMessage, field: String?)
    /// An approval request in that queue decides.
    case ask(queue: String, by: Decider)
}

/// A verdict and the reasons for it.
package struct Judgement: Sendable, Hashable {
    package var verdict: Verdict
    /// What was checked, in order. Lists and rules that did not match are named only if there are few.
    package var considered: [Trace.Considered]
    /// Entries that matched, including overridden ones; each counts as a hit.
    package var hits: [Hit]
    /// Remarks for the trace.
    package var notes: [String]
    /// Claims that rules changed, with their new values; applied if the call continues.
    package var changes: [String: JSONValue] = [:]
    /// The tags that rules added.
    package var tags: [String] = []
    /// Rules whose condition was true, including shadow ones, in order.
    package var ruleHits: [String] = []
    /// Whether the endpoint's `unless` lets the person skip approval if nothing else decided.
    package var isExemptFromAsking = false

    /// The claims as changed by rules.
    package func changed(_ claims: Claims) -> Claims {
        guard !changes.isEmpty else { return claims }
        var claims = claims
        claims.attributes.merge(changes) { _, new in new }
        return claims
    }

    package struct Hit: Sendable, Hashable {
        package let list: String
        /// The entry's number in the store.
        package let entry: Int64
    }
}
