/// The wire format of one kind of identity provider.
package enum DialectName: String, Sendable, Hashable, Codable, CaseIterable {
    /// Microsoft Entra B2B self-service sign-up API connectors.
    case entraB2B = "entra-b2b"

    /// The steps at which such a provider calls, in the order it calls them.
    package var steps: [Step] {
        switch self {
        case .entraB2B: [.postFederation, .postAttributeCollection]
        }
    }

    /// How long a decision may take when the endpoint does not say: well under what the provider itself waits (Entra
    /// B2B: 20 seconds, then one retry), because a person is watching a page load.
    package var defaultDeadline: Duration {
        switch self {
        case .entraB2B: .seconds(4)
        }
    }
}
