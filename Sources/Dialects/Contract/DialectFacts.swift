package import GatehouseModel

/// What differs between identity providers beside their wire formats. Each dialect has one such value in its folder, so
/// that no other code asks which dialect it is.
package struct DialectFacts: Sendable {
    /// The steps at which the provider calls, in that order, with what an answer can say there.
    package var steps: [StepFacts]
    /// The deadline for a decision if the endpoint sets none. It is well below the provider's own timeout, because a
    /// person is watching a page load.
    package var defaultDeadline: Duration
    /// How long the provider waits for an answer.
    package var providerPatience: Duration
    /// The number that stands for the dialect in the journal's files. It is stored, so it must never change.
    package var journalNumber: Int64
    /// The request headers that the dialect reads, in lower case. A header that a request has twice is left out.
    package var headers: Set<String> = []
    /// Attributes that a typical call has at a step beyond those of any provider; for the requests of `flows check`.
    package var sampleAttributes: @Sendable (Step) -> [String: JSONValue] = { _ in [:] }

    /// The steps at which the provider calls, in that order.
    package var stepNames: [Step] { steps.map(\.step) }

    /// The facts about a step; nil if the provider does not call there.
    package func at(_ step: Step) -> StepFacts? { steps.first { $0.step == step } }
}

/// What an answer can say at a step.
package struct StepFacts: Sendable {
    package var step: Step
    /// Outcomes that cannot be said at this step, and what is said in their place. A request that waits for approval
    /// is a block page everywhere and needs no entry.
    package var folds: [Outcome: Fold]

    /// The replacement for an outcome.
    package enum Fold: Sendable, Hashable {
        case block
        /// Only where an account exists already, so that a sign-up can no longer be stopped.
        case `continue`
    }

    package init(_ step: Step, folds: [Outcome: Fold] = [:]) {
        self.step = step
        self.folds = folds
    }
}
