import GatehouseModel
import PolicyEngine

extension Replayer {
    /// Entries that have expired since count as they did when the call came.
    ///
    /// - Parameter rule: one that is judged as if it were enforced.
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
