/// The point of a sign-up at which the identity provider calls.
package enum Step: String, Sendable, Hashable, Codable, CaseIterable {
    case postFederation = "post-federation"
    case postAttributeCollection = "post-attribute-collection"
    case preTokenIssuance = "pre-token-issuance"
}
