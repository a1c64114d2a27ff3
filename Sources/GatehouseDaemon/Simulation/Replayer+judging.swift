import GatehouseModel
import PolicyEngine

extension Replayer {
    /// Entries that have expired since count as they did when the call came.
    func judgement(on claims: Claims, _ kept: ReplayCall, _ endpoint: Endpoint) -> Judgement {
        let call = CallFacts(
            endpoint: endpoint.name,
            step: endpoint.step,
            dialect: endpoint.dialect,
            ip: kept.client,
            time: kept.call.time
        )
        return policy.judgement(on: claims, call: call, at: kept.call.time)
    }
}
