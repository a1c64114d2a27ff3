package import GatehouseModel

/// An outbound API connector ready to be called: its policy with secrets and certificates read.
package struct Connector: Sendable, Hashable {
    package var name: String
    package var url: ConnectorURL
    package var dialect: DialectName
    package var authentication: Authentication
    /// For one attempt: from looking up the name to the last byte of the reply.
    package var timeout: Duration
    /// Attempts after the first, made only when there was no full reply.
    package var retries: Int
    /// Address blocks that may be called although they are closed to connectors.
    package var allowed: [AddressBlock]
    /// Certificates that are trusted instead of the system's, as PEM; nil for the system's.
    package var trustedPEM: [UInt8]?
    /// A disabled connector is never called; a step that needs it fails.
    package var isEnabled: Bool

    /// How the connector is told who calls.
    package enum Authentication: Sendable, Hashable {
        case none
        /// RFC 7617.
        case basic(username: String, password: String)
        /// RFC 6750.
        case bearer(token: String)
        /// In the order of the policy; which one is presented is decided at each call.
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
        allowed: [AddressBlock] = [],
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
