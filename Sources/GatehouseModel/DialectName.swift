/// The wire format of one kind of identity provider.
package enum DialectName: String, Sendable, Hashable, Codable, CaseIterable {
    /// Microsoft Entra B2B self-service sign-up API connectors.
    case entraB2B = "entra-b2b"
    /// API connectors of Azure AD B2C user flows.
    case entraB2C = "entra-b2c"

    /// The steps at which such a provider calls, in that order.
    package var steps: [Step] {
        switch self {
        case .entraB2B: [.postFederation, .postAttributeCollection]
        case .entraB2C: [.postFederation, .postAttributeCollection, .preTokenIssuance]
        }
    }

    /// The deadline for a decision if the endpoint sets none. It is well below the provider's own timeout (Entra B2B:
    /// 20 seconds, B2C: 5 seconds, then one retry), because a person is watching a page load.
    package var defaultDeadline: Duration {
        switch self {
        case .entraB2B: .seconds(4)
        case .entraB2C: .seconds(3)
        }
    }
}
