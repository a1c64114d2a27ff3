import GatehouseModel
import PolicyEngine

/// Compares two policies on recorded calls.
struct Comparison: Sendable {
    let present: Replayer
    let draft: Replayer
    /// Bodies of older calls are past retention, though they may not be wiped yet.
    let bodiesSince: Timestamp
    let shadows: ShadowTrial

    init(present: PolicySnapshot, draft: PolicySnapshot, bodiesSince: Timestamp) {
        self.present = Replayer(policy: present)
        self.draft = Replayer(policy: draft)
        self.bodiesSince = bodiesSince
        shadows = ShadowTrial(self.draft, against: present)
    }

    /// The result for one call.
    struct Finding: Sendable {
        var result: Result
        /// The draft's shadow rules that match the call.
        var shadows: [ShadowTrial.Match] = []
    }

    enum Result: Sendable {
        case unchanged
        case flips(from: Outcome, to: Outcome, by: Decider)
        case notReplayable(String)
    }

    func finding(on kept: ReplayCall) -> Finding {
        var kept = kept
        if kept.call.time < bodiesSince { kept.request = nil }
        var reading: Replayer.Reading?
        do throws(Replayer.Obstacle) {
            let after = try draft.verdict(on: kept, reading: &reading)
            let before = try before(kept, &reading)
            return Finding(
                result: compare(before, after, kept.call),
                shadows: shadows.matches(kept, after, &reading)
            )
        } catch {
            return Finding(
                result: .notReplayable(error == .unknownEndpoint ? "endpoint not in the draft" : error.rawValue)
            )
        }
    }

    private func compare(_ before: Replayer.Verdict?, _ after: Replayer.Verdict, _ call: CallSummary) -> Result {
        guard let before else {
            // The current policy has no such endpoint, so the recorded answer stands in for it.
            return compare(call.outcome, call.decidedBy, after)
        }
        if before.outcome == .continue, after.outcome == .continue, before.changes != after.changes {
            return .flips(from: .continue, to: .continue, by: whoChangesClaims(before.judgement, after.judgement))
        }
        return compare(before.outcome, before.decidedBy, after)
    }

    private func before(
        _ kept: ReplayCall,
        _ reading: inout Replayer.Reading?
    ) throws(Replayer.Obstacle) -> Replayer.Verdict? {
        do throws(Replayer.Obstacle) {
            return try present.verdict(on: kept, reading: &reading)
        } catch {
            guard error == .unknownEndpoint else { throw error }
            guard kept.call.outcome != .failed else { throw .failed }
            return nil
        }
    }

    private func compare(_ from: Outcome, _ fromBy: Decider, _ after: Replayer.Verdict) -> Result {
        guard from != after.outcome else { return .unchanged }
        return .flips(from: from, to: after.outcome, by: after.decidedBy == .byDefault ? fromBy : after.decidedBy)
    }

    /// The first rule that sets a claim differently from before.
    private func whoChangesClaims(_ before: Judgement, _ after: Judgement) -> Decider {
        let applied = { (judgement: Judgement) in judgement.considered.filter { $0.result == .applied } }
        let (old, new) = (applied(before), applied(after))
        let rule = new.first { !old.contains($0) } ?? old.first { !new.contains($0) }
        return rule.map { .rule($0.name) } ?? .byDefault
    }
}
