package import GatehouseModel

/// All outbound API connectors of the policy.
package struct ListConnectors: ControlRequest {
    package typealias Reply = Page<ConnectorSummary>
    package static let route = Route(.get, "/v1/connectors", .viewer, "All API connectors, in the policy's order.")
    package init() {}
}

/// One connector.
package struct GetConnector: ControlRequest {
    package typealias Reply = ConnectorSummary
    package static let route = Route(.get, "/v1/connectors/{name}", .viewer, "One API connector.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// Calls a connector with invented claims and reports the result layer by layer. Audited.
package struct ProbeConnector: ControlRequest {
    package typealias Reply = ConnectorProbe
    package static let route = Route(.post, "/v1/connectors/{name}/probe", .approver, "Call a connector once, to see.")

    /// The body.
    package struct Body: Codable, Sendable {
        /// The step to probe; by default the first that uses the connector.
        package var step: Step?
    }

    package var name: String
    package var step: Step?
    package init(name: String, step: Step? = nil) {
        self.name = name
        self.step = step
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(step: step) }
}

/// Lets steps call a connector without a successful probe. Audited.
package struct ForceConnector: ControlRequest {
    package typealias Reply = ConnectorSummary
    package static let route = Route(
        .post,
        "/v1/connectors/{name}/force",
        .admin,
        "Let steps call a connector that no probe has proved."
    )

    /// The body.
    package struct Body: Codable, Sendable { package var reason: String }

    package var name: String
    /// For the audit log.
    package var reason: String
    package init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(reason: reason) }
}
