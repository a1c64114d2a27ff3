/// The limits of a sign-up.
package struct FlowLimits: Sendable, Hashable {
    /// How often a user may be returned to the form; one more time ends the sign-up.
    package var validations: Int
    /// How long a form waits for the user.
    package var patience: Duration
    /// The maximum number of claims per person, and the maximum size of each as sent by a provider, in bytes.
    package var claims: Int
    package var claimBytes: Int
    /// The maximum number of identities per person.
    package var identities: Int
    /// The maximum length of a text in the form, in characters. Microsoft's directory allows 1,024 for its longest
    /// attribute, the street.
    package var textLength: Int

    package init(
        validations: Int = 20,
        patience: Duration = .seconds(1800),
        claims: Int = 128,
        claimBytes: Int = 8192,
        identities: Int = 8,
        textLength: Int = 1024
    ) {
        self.validations = validations
        self.patience = patience
        self.claims = claims
        self.claimBytes = claimBytes
        self.identities = identities
        self.textLength = textLength
    }
}
