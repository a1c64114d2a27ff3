/// The wire format of one kind of identity provider.
package enum DialectName: String, Sendable, Hashable, Codable, CaseIterable {
    /// Microsoft Entra B2B self-service sign-up API connectors.
    case entraB2B = "entra-b2b"
    /// API connectors of Azure AD B2C user flows.
    case entraB2C = "entra-b2c"

    /// The dialect of claims that come without an endpoint or a connector.
    package static let standard = DialectName.entraB2B
}
