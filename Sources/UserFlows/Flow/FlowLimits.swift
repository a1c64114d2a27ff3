/// What bounds a sign-up.
package struct FlowLimits: Sendable, Hashable {
    /// How often a person may be sent back to the form; once more ends the sign-up.
    package var validations: Int
    /// How long a form waits for its person.
    package var patience: Duration
    /// Claims of a person, and the size of each as a provider sends it, bytes.
    package var claims: Int
    package var claimBytes: Int
    /// Identities of a person.
    package var identities: Int
    /// Characters of one text of the form. Microsoft's directory takes 1,024 for its longest, the street.
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
