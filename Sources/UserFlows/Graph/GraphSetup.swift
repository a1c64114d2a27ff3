package import GatehouseModel

/// A tenant's API connectors and user flows, as returned by Microsoft Graph.
package struct GraphSetup: Sendable, Hashable {
    package var connectors: [GraphConnector] = []
    package var flows: [GraphFlow] = []
    /// Sentences about what could not be converted or must be done by hand.
    package var notes: [String] = []

    package init() {}
}

/// `identityApiConnector`.
package struct GraphConnector: Sendable, Hashable {
    /// Graph's id; nil in requests that create one.
    package var id: String?
    package var displayName: String
    package var targetUrl: String
    package var authentication: Authentication

    /// `apiAuthenticationConfigurationBase` and its derived types.
    package enum Authentication: Sendable, Hashable {
        case basic(username: String)
        /// When read, the uploaded certificates that Graph knows of; empty when written.
        case certificates([Certificate])
        case none
    }

    /// `pkcs12CertificateInformation`; the key never leaves the service.
    package struct Certificate: Sendable, Hashable {
        package var thumbprint: String
        package var notBefore: Timestamp
        package var notAfter: Timestamp
        package var isActive: Bool

        package init(thumbprint: String, notBefore: Timestamp, notAfter: Timestamp, isActive: Bool) {
            self.thumbprint = thumbprint
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.isActive = isActive
        }
    }

    package init(id: String? = nil, displayName: String, targetUrl: String, authentication: Authentication) {
        self.id = id
        self.displayName = displayName
        self.targetUrl = targetUrl
        self.authentication = authentication
    }
}

/// `b2xIdentityUserFlow` or `b2cIdentityUserFlow`.
package struct GraphFlow: Sendable, Hashable {
    /// `B2X_1_quaynorth`.
    package var id: String
    package var isB2C: Bool
    /// Issuers in Gatehouse's spelling; empty if the file has none.
    package var identityProviders: [String]
    /// Whether the file says which identity providers the flow has. None of them may be known.
    package var namesProviders: Bool
    package var attributes: [UserFlow.Attribute]
    /// The connector of each step, by Graph's id or, in exports of Gatehouse, by its display name.
    package var steps: [Step: String]

    package init(
        id: String,
        isB2C: Bool = false,
        identityProviders: [String] = [],
        namesProviders: Bool? = nil,
        attributes: [UserFlow.Attribute] = [],
        steps: [Step: String] = [:]
    ) {
        self.id = id
        self.isB2C = isB2C
        self.identityProviders = identityProviders
        self.namesProviders = namesProviders ?? !identityProviders.isEmpty
        self.attributes = attributes
        self.steps = steps
    }

    /// The dialect in which a flow of this kind calls connectors.
    package var dialect: DialectName { isB2C ? .entraB2C : .entraB2B }
}
