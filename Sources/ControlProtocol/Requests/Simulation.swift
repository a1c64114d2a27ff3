package import GatehouseModel

/// A replay of kept calls: its progress and its report, which grows while it runs.
package struct Simulation: Codable, Sendable, Hashable, Identifiable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable { case running, done, cancelled, failed }

    /// Calls that change from one outcome to another.
    package struct FlipGroup: Codable, Sendable, Hashable {
        package var from: Outcome
        package var to: Outcome
        /// What decides under the draft; if nothing does, what decided before.
        package var decidedBy: Decider
        package var calls: Int
        /// The number of different people in these calls.
        package var people: Int

        package init(from: Outcome, to: Outcome, decidedBy: Decider, calls: Int, people: Int) {
            self.from = from
            self.to = to
            self.decidedBy = decidedBy
            self.calls = calls
            self.people = people
        }
    }

    /// The effect that a shadow rule, new or changed in the draft, would have if enforced.
    package struct ShadowRule: Codable, Sendable, Hashable {
        package var rule: String
        /// Calls that it matches.
        package var calls: Int
        /// Changes of outcome compared with the draft as it is; nil for rules beyond the first 64, whose calls are only
        /// counted.
        package var effects: [Effect]?

        package init(rule: String, calls: Int = 0, effects: [Effect]? = []) {
            self.rule = rule
            self.calls = calls
            self.effects = effects
        }

        /// Calls that would have the same outcome with the same claims.
        package var unaffected: Int { calls - (effects ?? []).reduce(0) { $0 + $1.calls } }
    }

    /// Calls that would change from one outcome to another; from `continue` to `continue` if only the claims change.
    package struct Effect: Codable, Sendable, Hashable {
        package var from: Outcome
        package var to: Outcome
        package var calls: Int

        package init(from: Outcome, to: Outcome, calls: Int) {
            self.from = from
            self.to = to
            self.calls = calls
        }
    }

    package var id: String
    package var state: State
    /// The revision in force, with which the draft is compared.
    package var revision: Int
    package var since: Timestamp
    package var started: Timestamp
    package var finished: Timestamp?
    /// Calls replayed.
    package var replayed: Int
    /// The number of calls to examine, as far as known.
    package var total: Int
    package var unchanged: Int
    package var flips: [FlipGroup]
    /// The number of flips that can be listed: the newest, at most 10,000.
    package var flipsKept: Int
    /// The shadow rules that are new or changed in the draft, in its order.
    package var shadows: [ShadowRule]
    /// Why calls could not be replayed → how many: `body past retention`, `refused before any decision`.
    package var notReplayable: [String: Int]
    /// Why the replay failed.
    package var problem: String?

    package init(
        id: String,
        state: State,
        revision: Int,
        since: Timestamp,
        started: Timestamp,
        finished: Timestamp? = nil,
        replayed: Int = 0,
        total: Int = 0,
        unchanged: Int = 0,
        flips: [FlipGroup] = [],
        flipsKept: Int? = nil,
        shadows: [ShadowRule] = [],
        notReplayable: [String: Int] = [:],
        problem: String? = nil
    ) {
        self.id = id
        self.state = state
        self.revision = revision
        self.since = since
        self.started = started
        self.finished = finished
        self.replayed = replayed
        self.total = total
        self.unchanged = unchanged
        self.flips = flips
        self.flipsKept = flipsKept ?? flips.reduce(0) { $0 + $1.calls }
        self.shadows = shadows
        self.notReplayable = notReplayable
        self.problem = problem
    }
}

extension Simulation {
    /// The number of calls whose decision flips.
    package var flipCount: Int { flips.reduce(0) { $0 + $1.calls } }

    /// `10,000 of 41,207` if not all flips can be listed; nil if they can.
    package func keptPart(_ number: (Int) -> String) -> String? {
        flipsKept < flipCount ? "\(number(flipsKept)) of \(number(flipCount))" : nil
    }
}
