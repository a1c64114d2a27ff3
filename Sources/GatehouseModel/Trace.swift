/// The why of one decision: what was looked at, what matched, what it cost.
package struct Trace: Sendable, Hashable, Codable {
    /// Everything considered up to the decision, in order.
    package var considered: [Considered]
    /// Remarks an admin should read, such as a validation error folded into a block page.
    package var notes: [String]
    /// Time spent in each stage, in order.
    package var stages: [StageTime]
    /// The smallest single change that would have given another outcome; nil where none is known.
    package var nearest: NearMiss?
    /// The words that rules marked the call with.
    package var tags: [String]

    package init(
        considered: [Considered] = [],
        notes: [String] = [],
        stages: [StageTime] = [],
        nearest: NearMiss? = nil,
        tags: [String] = []
    ) {
        self.considered = considered
        self.notes = notes
        self.stages = stages
        self.nearest = nearest
        self.tags = tags
    }

    /// One change of the policy, and what would have come of it.
    package struct NearMiss: Sendable, Hashable, Codable {
        /// What would have come of it.
        package var outcome: Outcome
        /// `.evil.example were not in blocked-domains`, `rule "postal code" were off`: after "if".
        package var change: String

        package init(outcome: Outcome, change: String) {
            self.outcome = outcome
            self.change = change
        }
    }

    /// One thing that was looked at.
    package struct Considered: Sendable, Hashable, Codable {
        package enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
            case credential, list, rule, approval, retry
        }

        /// What came of it.
        package enum Result: String, Sendable, Hashable, Codable, CaseIterable {
            /// It matched and decided.
            case decided
            /// It matched and exempts from what comes after (an allow list before deny lists).
            case exempted
            /// It matched, and something earlier had decided or exempted already.
            case overridden
            /// It did not match.
            case passed
            /// It matched and changed or marked something; what comes after went on.
            case applied
            /// It matched in shadow: recorded, not applied.
            case shadowed
            /// Its condition has no value for this call, which counts as no match; a note says why.
            case unknown
        }

        package var subject: Subject
        /// The credential's, list's, rule's or queue's name.
        package var name: String
        package var result: Result
        /// The list entry in its notation, or the approval's code.
        package var entry: String?
        /// The list's effect, the rule's action, the approval's state.
        package var effect: String?
        /// The values that a rule's condition read. Masked for viewers.
        package var reads: [Reading]
        /// The claims that a rule changed, with their new values. Masked for viewers.
        package var changes: [Reading]

        package init(
            subject: Subject,
            name: String,
            result: Result,
            entry: String? = nil,
            effect: String? = nil,
            reads: [Reading] = [],
            changes: [Reading] = []
        ) {
            self.subject = subject
            self.name = name
            self.result = result
            self.entry = entry
            self.effect = effect
            self.reads = reads
            self.changes = changes
        }
    }

    /// A value under its path.
    package struct Reading: Sendable, Hashable, Codable {
        /// `claims.country`.
        package var path: String
        /// As CEL writes it, cut to 200 characters; nil when there was none.
        package var value: String?

        package init(path: String, value: String?) {
            self.path = path
            self.value = value
        }
    }

    /// How long one stage took.
    package struct StageTime: Sendable, Hashable, Codable {
        /// `authenticated`, `decoded`, `recognised`, `lists`, `approval`, `encoded`.
        package var name: String
        /// Microseconds.
        package var microseconds: Int

        package init(name: String, microseconds: Int) {
            self.name = name
            self.microseconds = microseconds
        }
    }
}
