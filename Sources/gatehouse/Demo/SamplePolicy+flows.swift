import ControlProtocol
import GatehouseModel

/// Connectors and user flows, which need the daemon's port.
extension SamplePolicy {
    /// Adds connectors that call the daemon's own endpoints, and the flows that use them, now that the port is known.
    /// Each connector is probed, as an admin would do before its first use.
    static func addFlows(_ daemon: PrivateDaemon) async throws -> SampleFlows {
        let policy = try await daemon.client.send(GetPolicy())
        let whole = policy.document + flows(daemon.base, passwordFile: daemon.directory + "/entra.password")
        let comment = "connectors and user flows"
        _ = try await daemon.client.send(ApplyPolicy(document: whole, comment: comment, base: policy.revision))
        for connector in ["check-approval", "request-approval", "shop-signup"] {
            let probe = try await daemon.client.send(ProbeConnector(name: connector), patience: .seconds(60))
            guard probe.succeeded else {
                throw Failure(.failure, "the demo's connector \(connector) does not work", hint: probe.problem)
            }
        }
        try await denyProbe(daemon.client)
        return SampleFlows(
            guests: try await daemon.client.send(GetFlow(name: "guests")).flow,
            shop: try await daemon.client.send(GetFlow(name: "shop")).flow
        )
    }

    /// Denies the approval requests of the invented person that the probes signed up.
    private static func denyProbe(_ client: ControlClient) async throws {
        let waiting = try await client.send(ListApprovals(state: .pending, limit: 10)).items
        let items = waiting.map { DecideApprovals.Body.Item(id: $0.id.description, revision: $0.revision) }
        _ = try await client.send(DecideApprovals(.init(items: items, verdict: .deny, reason: "a connector's probe")))
    }

    /// The flows: what a user sees, and which connector is called at which step.
    private static func flows(_ base: String, passwordFile: String) -> String {
        let connectors = ["check-approval", "request-approval", "shop-signup"].map { name in
            """

            [[connector]]
            name = "\(name)"
            url = "\(base)/endpoints/\(name)"
            dialect = "entra-b2b"
            authentication = { basic = { username = "\(username)", password = { file = "\(passwordFile)" } } }
            # Closed to connectors unless said: this machine itself.
            allow = ["127.0.0.1/32"]

            """
        }
        return connectors.joined() + flowTables
    }

    private static let flowTables = """

        # Guests of the organisation, who sign in where they are at home.
        [[flow]]
        name = "guests"
        identity-providers = ["google.com", "facebook.com", "mail", "ExternalAzureAD"]
        application-claims = ["email", "displayName", "objectId"]

        [flow.steps]
        post-federation = "check-approval"
        post-attribute-collection = "request-approval"

        [[flow.attribute]]
        name = "displayName"
        required = true
        label = "Your name"

        [[flow.attribute]]
        name = "jobTitle"

        [[flow.attribute]]
        name = "city"

        [[flow.attribute]]
        name = "country"

        [[flow.attribute]]
        name = "extension_BadgeCode"
        label = "Badge"

        # Customers of the shop; an account of the shop's own will do.
        [[flow]]
        name = "shop"
        identity-providers = ["google.com", "local"]
        application-claims = ["email", "displayName", "newUser"]

        [flow.steps]
        post-attribute-collection = "shop-signup"

        [[flow.attribute]]
        name = "displayName"
        required = true
        label = "Your name"

        [[flow.attribute]]
        name = "postalCode"

        [[flow.attribute]]
        name = "country"

        [[flow.attribute]]
        name = "extension_Newsletter"
        type = "bool"

        """
}
