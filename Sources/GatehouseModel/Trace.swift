/// Why a call was decided as it was: what was considered, what matched, and how long it took.
package struct Trace: Sendable, Hashable, Codable {
    /// Everything considered before the decision, in order.
    package var considered: [Considered]
    /// Remarks for admins, such as a validation error that became a block page.
    package var notes: [String]
    /// The time spent in each stage, in order.
    package var stages: [StageTime]
    /// The smallest single change that would have given another outcome; nil if none is known.
    package var nearest: NearMiss?
    /// The tags that rules gave the call.
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

    /// A change of the policy, and the outcome that it would have given.
    package struct NearMiss: Sendable, Hashable, Codable {
        /// The outcome with the change.
        package var outcome: Outcome
        /// The change, worded to follow "if": `.evil.example were not in blocked-domains`, `rule "postal code" were
        /// off`.
        package var change: String

        package init(outcome: Outcome, change: String) {
            self.outcome = outcome
            self.change = change
        }
    }

    /// One thing that was considered.
    package struct Considered: Sendable, Hashable, Codable {
        package enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
            case credential, list, rule, approval, retry
        }

        /// The result of considering it.
        package enum Result: String, Sendable, Hashable, Codable, CaseIterable {
            /// It matched and decided.
            case decided
            /// It matched and exempts from what follows (an allow list before deny lists).
            case exempted
            /// It matched, but something earlier had already decided or exempted.
            case overridden
            /// It did not match.
            case passed
            /// It matched and changed or tagged something; the next ones were considered too.
            case applied
            /// It matched in shadow mode: recorded, not applied.
            case shadowed
            /// Its condition has no value for this call, which counts as no match; a note says why.
            case unknown
        }

        package var subject: Subject
        /// The name of the credential, list, rule or queue.
        package var name: String
        package var result: Result
        /// The list entry in its notation, or the approval request's code.
        package var entry: String?
        /// The list's effect, the rule's action, or the approval request's state.
        package var effect: String?
        /// The values that a rule's condition read; masked for viewers.
        package var reads: [Reading]
        /// The claims that a rule changed, with their new values; masked for viewers.
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

    /// A value and its path.
    package struct Reading: Sendable, Hashable, Codable {
        /// `claims.country`.
        package var path: String
        /// The value in CEL notation, cut to 200 characters; nil if there was none.
        package var value: String?

        package init(path: String, value: String?) {
            self.path = path
            self.value = value
        }
    }

    /// The duration of one stage.
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
