package import OutboundHTTP

/// A connector that is ready for calls, with the target of its requests.
package struct ConnectorPort: Sendable {
    package let connector: Connector
    package let target: OutboundTarget

    /// Sets up TLS.
    ///
    /// - Parameter egress: replaces the guard that blocks every address but those the connector allows.
    /// - Throws: `OutboundProblem` if trusted certificates, a client certificate or its key cannot be used.
    package init(_ connector: Connector, egress: EgressGuard? = nil) throws(OutboundProblem) {
        var certificates: [ClientCertificate]?
        if case .certificates(let all) = connector.authentication { certificates = all }
        self.connector = connector
        target = try OutboundTarget(
            connector.url,
            timeout: connector.timeout,
            egress: egress ?? EgressGuard(allowed: connector.allowed),
            trustedPEM: connector.trustedPEM,
            certificates: certificates
        )
    }
}
