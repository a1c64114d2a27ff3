package import GatehouseModel
package import UserFlows

/// Knows no connector: every call fails closed.
package struct NoConnectors: ConnectorCalling {
    package init() {}

    package func call(_ connector: String, claims: Claims, leg: Leg) async -> ConnectorReply {
        let failure = ConnectorFailure(
            .unknownConnector,
            "there is no connector \"\(connector)\"; add it to the policy"
        )
        return ConnectorReply(outcome: .failed(failure), attempts: 0, call: CallID(at: .now))
    }
}
