import Dialects
import GatehouseModel
import PolicyEngine

/// Judges kept calls again under one policy, without asking anybody or storing anything.
///
/// A person's answer is not the policy's: where the policy would ask, a call that was settled by its queue keeps the
/// outcome it had, and any other counts as pending.
struct Replayer: Sendable {
    let policy: PolicySnapshot

    /// What a policy makes of a kept call.
    struct Verdict: Sendable {
        var outcome: Outcome
        var decidedBy: Decider
        var judgement: Judgement
    }

    /// Why a call cannot be judged again, in the words of the report.
    enum Obstacle: String, Error, Sendable {
        case pastRetention = "body past retention"
        case refused = "refused before any decision"
        case unknownEndpoint = "endpoint not in the policy"
        case unreadable = "body not readable in the endpoint's dialect"
        case standingNotKept = "approval state not kept"
        case failed = "failed when it was made"
    }

    /// What is read out of a body, kept for the next policy if that reads it alike.
    struct Reading: Sendable {
        var dialect: DialectName
        var step: Step
        var claims: Claims
    }

    /// - Parameter reading: what another replayer read out of the same body; set to what this one read.
    func verdict(on kept: ReplayCall, reading: inout Reading?) throws(Obstacle) -> Verdict {
        guard kept.call.outcome != .refused else { throw .refused }
        guard let endpoint = policy.document.endpoint(kept.call.endpoint) else { throw .unknownEndpoint }
        guard let body = kept.request, !body.isEmpty else { throw .pastRetention }
        let claims: Claims
        if let known = reading, known.dialect == endpoint.dialect, known.step == endpoint.step {
            claims = known.claims
        } else {
            do throws(BodyProblem) {
                claims = try endpoint.dialect.dialect.claims(in: body, at: endpoint.step)
            } catch { throw .unreadable }
            reading = Reading(dialect: endpoint.dialect, step: endpoint.step, claims: claims)
        }
        return try settled(judgement(on: claims, kept, endpoint), endpoint, kept.call)
    }

    private func settled(_ judgement: Judgement, _ endpoint: Endpoint, _ call: CallSummary) throws(Obstacle) -> Verdict
    {
        func verdict(_ outcome: Outcome, _ decider: Decider) -> Verdict {
            Verdict(outcome: outcome, decidedBy: decider, judgement: judgement)
        }
        switch (judgement.verdict, endpoint.approval) {
        case (.blocked(let by, _), _): return verdict(.block, by)
        case (.invalid(let by, _, _), _): return verdict(.invalid, by)
        case (.allowed(let by), _): return verdict(.continue, by)
        case (.ask(let queue, _), .check), (.undecided, .check(let queue)):
            // Who was found in no queue went on by default.
            if call.decidedBy == .byDefault, call.outcome == .continue { return verdict(.continue, .byDefault) }
            guard call.decidedBy == .approval(queue) else { throw .standingNotKept }
            return verdict(call.outcome, .approval(queue))
        case (.ask(let queue, let by), _):
            return call.decidedBy == .approval(queue) ? verdict(call.outcome, .approval(queue)) : verdict(.pending, by)
        case (.undecided, .request) where judgement.isExemptFromAsking: return verdict(.continue, .byDefault)
        case (.undecided, .request(let queue)):
            let outcome = call.decidedBy == .approval(queue) ? call.outcome : .pending
            return verdict(outcome, .approval(queue))
        case (.undecided, nil): return verdict(.continue, .byDefault)
        }
    }
}
