/// The why of one decision: what was looked at, what matched, what it cost.
package struct Trace: Sendable, Hashable, Codable {
    /// Everything considered up to the decision, in order.
    package var considered: [Considered]
    /// Remarks an admin should read, such as a validation error folded into a block page.
    package var notes: [String]
    /// Time spent in each stage, in order.
    package var stages: [StageTime]

    package init(considered: [Considered] = [], notes: [String] = [], stages: [StageTime] = []) {
        self.considered = considered
        self.notes = notes
        self.stages = stages
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
        }

        package var subject: Subject
        /// The credential's, list's, rule's or queue's name.
        package var name: String
        package var result: Result
        /// The list entry in its notation, or the approval's code.
        package var entry: String?
        /// The list's effect, the rule's action, the approval's state.
        package var effect: String?

        package init(subject: Subject, name: String, result: Result, entry: String? = nil, effect: String? = nil) {
            self.subject = subject
            self.name = name
            self.result = result
            self.entry = entry
            self.effect = effect
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
