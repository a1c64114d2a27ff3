package import GatehouseModel

/// A replay of kept calls: its progress, and its report, which grows while it runs.
package struct Simulation: Codable, Sendable, Hashable, Identifiable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable { case running, done, cancelled, failed }

    /// Calls that go from one outcome to another.
    package struct FlipGroup: Codable, Sendable, Hashable {
        package var from: Outcome
        package var to: Outcome
        /// What decides under the draft, or, where nothing does, what decided before.
        package var decidedBy: Decider
        package var calls: Int
        /// Different people among them.
        package var people: Int

        package init(from: Outcome, to: Outcome, decidedBy: Decider, calls: Int, people: Int) {
            self.from = from
            self.to = to
            self.decidedBy = decidedBy
            self.calls = calls
            self.people = people
        }
    }

    /// What a rule in shadow, new or changed in the draft, would do if it were enforced.
    package struct ShadowRule: Codable, Sendable, Hashable {
        package var rule: String
        /// Calls that it matches.
        package var calls: Int
        /// What would become of those that would end otherwise than under the draft as it is; nil for rules beyond the
        /// first 64, whose calls are only counted.
        package var effects: [Effect]?

        package init(rule: String, calls: Int = 0, effects: [Effect]? = []) {
            self.rule = rule
            self.calls = calls
            self.effects = effects
        }

        /// Calls that would end as they do, with the same claims.
        package var unaffected: Int { calls - (effects ?? []).reduce(0) { $0 + $1.calls } }
    }

    /// Calls that would go from one outcome to another; from `continue` to `continue` with other claims.
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
    /// The revision in force that the draft is compared with.
    package var revision: Int
    package var since: Timestamp
    package var started: Timestamp
    package var finished: Timestamp?
    /// Calls replayed.
    package var replayed: Int
    /// Calls to be looked at, as far as known.
    package var total: Int
    package var unchanged: Int
    package var flips: [FlipGroup]
    /// Flips that can be listed one by one: the newest of them, at most 10,000.
    package var flipsKept: Int
    /// The rules in shadow that are new or changed in the draft, in its order.
    package var shadows: [ShadowRule]
    /// Why calls could not be replayed → how many: `body past retention`, `refused before any decision`.
    package var notReplayable: [String: Int]
    /// Why it failed.
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
    /// Calls that flip.
    package var flipCount: Int { flips.reduce(0) { $0 + $1.calls } }

    /// `10,000 of 41,207`, where not all flips can be listed; nil where they can.
    package func keptPart(_ number: (Int) -> String) -> String? {
        flipsKept < flipCount ? "\(number(flipsKept)) of \(number(flipCount))" : nil
    }
}
