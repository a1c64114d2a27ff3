/// What the identity provider says about the person who signs up.
///
/// `email`, `identities` and `locales` are properties because every dialect has them. All other claims that came with a
/// value stay in `attributes` under their wire names, including unknown ones, so that a replay has the same input.
package struct Claims: Sendable, Hashable, Codable {
    /// The address as received, if any. `EmailAddress` makes it comparable.
    package var email: String?
    /// The origin of the address if it was not the claim `email`. Known only while the call is decided; not stored or
    /// shown with the claims.
    package var emailSource: ClaimedAddress.Source?
    /// The sign-in identities, in the order received.
    package var identities: [Identity]
    /// The person's locales, best first, as BCP 47 tags.
    package var locales: [String]
    /// All other claims by name, without `null` members.
    package var attributes: [String: JSONValue]

    package init(
        email: String? = nil,
        identities: [Identity] = [],
        locales: [String] = [],
        attributes: [String: JSONValue] = [:]
    ) {
        self.email = email
        self.identities = identities
        self.locales = locales
        self.attributes = attributes
    }

    private enum CodingKeys: String, CodingKey {
        case email, identities, locales, attributes
    }

    /// The attributes that every Microsoft Entra tenant has, by the names that connectors get: all are strings.
    package static let builtInAttributes = [
        "displayName", "givenName", "surname", "jobTitle", "streetAddress", "city", "state", "postalCode", "country",
    ]

    /// The person's name for display: `displayName`, else given name and surname, else nil.
    package var displayName: String? {
        if let name = attributes["displayName"]?.string, !name.isEmpty { return name }
        let parts = [attributes["givenName"]?.string, attributes["surname"]?.string].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The identity provider of the first identity that names one.
    package var issuer: String? { identities.first { !$0.issuer.isEmpty }?.issuer }
}

/// One way in which the person signs in, in the shape of Microsoft Graph's `objectIdentity`.
package struct Identity: Sendable, Hashable, Codable {
    /// For example `federated`.
    package var signInType: String
    /// The identity provider, for example `google.com`, `facebook.com`, `mail`.
    package var issuer: String
    /// The person's id at the issuer.
    package var issuerAssignedID: String

    package init(signInType: String, issuer: String, issuerAssignedID: String) {
        self.signInType = signInType
        self.issuer = issuer
        self.issuerAssignedID = issuerAssignedID
    }

    private enum CodingKeys: String, CodingKey {
        case signInType, issuer
        case issuerAssignedID = "issuerAssignedId"
    }
}
