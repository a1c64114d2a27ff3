import GatehouseModel
import PolicyEngine

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
