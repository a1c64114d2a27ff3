import ControlProtocol
import GatehouseModel
import PolicyEngine

/// The shadow rules that are new or changed in a draft: finds the calls they match, and what they would do if enforced.
struct ShadowTrial: Sendable {
    /// A call that such a rule matches.
    struct Match: Sendable {
        /// The index in `rules`.
        var rule: Int
        /// The change of the outcome if the rule were enforced; nil if there is none, or the rule is not tried.
        var effect: (from: Outcome, to: Outcome)?
    }

    /// The maximum number of rules tried as if enforced; for further ones, only the matching calls are counted.
    static let triedLimit = 64

    /// In draft order.
    let rules: [RuleDefinition]
    private let places: [String: Int]
    private let draft: Replayer

    init(_ draft: Replayer, against present: PolicySnapshot) {
        self.draft = draft
        rules = draft.policy.document.rules.filter { $0.mode == .shadow && present.document.rule($0.name) != $0 }
        places = Dictionary(rules.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The report before any call was examined.
    var report: [Simulation.ShadowRule] {
        rules.enumerated().map { place, rule in
            Simulation.ShadowRule(rule: rule.name, effects: place < Self.triedLimit ? [] : nil)
        }
    }

    /// The rules that match a call, which the unchanged draft judges as `verdict`.
    func matches(_ kept: ReplayCall, _ verdict: Replayer.Verdict, _ reading: inout Replayer.Reading?) -> [Match] {
        guard !rules.isEmpty else { return [] }
        var matches: [Match] = []
        for line in verdict.judgement.considered where line.subject == .rule && line.result == .shadowed {
            guard let place = places[line.name] else { continue }
            matches.append(Match(rule: place, effect: effect(of: place, kept, verdict, &reading)))
        }
        return matches
    }

    private func effect(
        of place: Int,
        _ kept: ReplayCall,
        _ verdict: Replayer.Verdict,
        _ reading: inout Replayer.Reading?
    ) -> (from: Outcome, to: Outcome)? {
        // A tag changes nothing for the user.
        guard place < Self.triedLimit, rules[place].then != .tag,
            let enforced = try? draft.verdict(on: kept, reading: &reading, enforcing: rules[place].name)
        else { return nil }
        let staysSame =
            enforced.outcome == verdict.outcome
            && (enforced.outcome != .continue || enforced.changes == verdict.changes)
        return staysSame ? nil : (verdict.outcome, enforced.outcome)
    }
}

extension Replayer.Verdict {
    /// The claims that rules changed, with their final values.
    var changes: [String: JSONValue] { judgement.changes }
}
