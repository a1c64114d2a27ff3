import GatehouseModel
import PolicyEngine

extension Replayer {
    /// Entries that have expired since count as they did when the call came.
    func judgement(on claims: Claims, _ kept: ReplayCall, _ endpoint: Endpoint) -> Judgement {
        let question = Question(claims)
        return policy.judgement(on: question, at: kept.call.time)
    }
}
