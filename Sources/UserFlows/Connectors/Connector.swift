package import GatehouseModel
package import OutboundHTTP

/// An outbound API connector that is ready for calls: its policy, with secrets and certificates loaded.
package struct Connector: Sendable, Hashable {
    package var name: String
    package var url: ConnectorURL
    package var dialect: DialectName
    package var authentication: Authentication
    /// The time limit of one attempt, from the name look-up to the last byte of the reply.
    package var timeout: Duration
    /// The number of attempts after the first. Made only if there was no complete reply.
    package var retries: Int
    /// Exceptions to the blocked address ranges: blocks that this connector may call.
    package var allowed: [IPNetwork]
    /// PEM certificates to trust instead of the system's; nil for the system's.
    package var trustedPEM: [UInt8]?
    /// A disabled connector is never called; a step that needs it fails.
    package var isEnabled: Bool

    /// How Gatehouse authenticates to the connector.
    package enum Authentication: Sendable, Hashable {
        case none
        /// HTTP Basic authentication (RFC 7617).
        case basic(username: String, password: String)
        /// A bearer token (RFC 6750).
        case bearer(token: String)
        /// In policy order. Each call picks one that is valid.
        case certificates([ClientCertificate])

        /// `basic`, `client-certificate`, `bearer` or `none`.
        package var word: String {
            switch self {
            case .none: "none"
            case .basic: "basic"
            case .bearer: "bearer"
            case .certificates: "client-certificate"
            }
        }
    }

    /// Microsoft documents 20 seconds and one retry for B2B connectors.
    package static let defaultTimeout: Duration = .seconds(20)
    package static let defaultRetries = 1

    package init(
        name: String,
        url: ConnectorURL,
        dialect: DialectName,
        authentication: Authentication,
        timeout: Duration = Connector.defaultTimeout,
        retries: Int = Connector.defaultRetries,
        allowed: [IPNetwork] = [],
        trustedPEM: [UInt8]? = nil,
        isEnabled: Bool = true
    ) {
        self.name = name
        self.url = url
        self.dialect = dialect
        self.authentication = authentication
        self.timeout = timeout
        self.retries = retries
        self.allowed = allowed
        self.trustedPEM = trustedPEM
        self.isEnabled = isEnabled
    }
}
