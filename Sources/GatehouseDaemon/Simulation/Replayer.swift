import Dialects
import GatehouseModel
import PolicyEngine

/// Judges recorded calls again under one policy, without creating approval requests or storing anything.
///
/// A decision on an approval request is not part of the policy. If the policy would ask for approval, a call that its
/// queue settled keeps its outcome, and any other call counts as pending.
struct Replayer: Sendable {
    let policy: PolicySnapshot

    /// A policy's verdict on a recorded call.
    struct Verdict: Sendable {
        var outcome: Outcome
        var decidedBy: Decider
        var judgement: Judgement
    }

    /// Why a call cannot be replayed, in the words of the report.
    enum Obstacle: String, Error, Sendable {
        case pastRetention = "body past retention"
        case refused = "refused before any decision"
        case unknownEndpoint = "endpoint not in the policy"
        case unreadable = "body not readable in the endpoint's dialect"
        case standingNotKept = "approval state not kept"
        case failed = "failed when it was made"
    }

    /// The decoded body of a call, kept for the next policy if that decodes it in the same way.
    struct Reading: Sendable {
        var dialect: DialectName
        var step: Step
        var claims: Claims
    }

    /// - Parameters:
    ///   - reading: the body as decoded by another replayer; set to what this one decoded.
    ///   - rule: a rule to judge as if it were enforced.
    func verdict(
        on kept: ReplayCall,
        reading: inout Reading?,
        enforcing rule: String? = nil
    ) throws(Obstacle) -> Verdict {
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
        return try verdict(
            of: judgement(on: claims, kept, endpoint, enforcing: rule),
            on: claims,
            at: endpoint,
            as: kept.call
        )
    }

    private func verdict(
        of judgement: Judgement,
        on claims: Claims,
        at endpoint: Endpoint,
        as call: CallSummary
    ) throws(Obstacle) -> Verdict {
        let settlement = Settlement(of: judgement, at: endpoint.approval, for: claims)
        let (outcome, decider) = try Self.answer(to: settlement, as: call)
        return Verdict(outcome: outcome, decidedBy: decider, judgement: judgement)
    }

    private static func answer(
        to settlement: Settlement,
        as call: CallSummary
    ) throws(Obstacle) -> (Outcome, Decider) {
        switch settlement {
        case .block(let by, _), .invalid(let by, _, _), .proceed(let by), .record(_, let by):
            return (settlement.outcome, by)
        case .unrecognisable: return (settlement.outcome, .byDefault)
        case .lookUp(let queue):
            // A person who was in no queue continued by default.
            if call.decidedBy == .byDefault, call.outcome == .continue { return (.continue, .byDefault) }
            guard call.decidedBy == .approval(queue) else { throw .standingNotKept }
            return (call.outcome, .approval(queue))
        case .ask(let queue, let by):
            if call.decidedBy == .approval(queue) { return (call.outcome, .approval(queue)) }
            return (.pending, by == .byDefault ? .approval(queue) : by)
        }
    }
}

extension Replayer {
    /// Judges with the time of the call, so entries that have expired since still count.
    ///
    /// - Parameter rule: a rule to judge as if it were enforced.
    func judgement(
        on claims: Claims,
        _ kept: ReplayCall,
        _ endpoint: Endpoint,
        enforcing rule: String?
    ) -> Judgement {
        let call = CallFacts(
            endpoint: endpoint.name,
            step: endpoint.step,
            dialect: endpoint.dialect,
            ip: kept.client,
            time: kept.call.time
        )
        guard let rule else { return policy.judgement(on: claims, call: call, at: kept.call.time) }
        return policy.judgement(on: claims, call: call, at: kept.call.time, enforcing: rule)
    }
}
