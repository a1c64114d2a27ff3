/// One way for a caller to prove who it is. Each kind has a file of its own.
package protocol CallerCredential: Sendable {
    /// The credential's name in the policy.
    var name: String { get }

    /// What the request presents to this credential. Takes the same time for every wrong secret of one length.
    func check(_ request: InboundRequest) -> CredentialCheck
}

/// The result of comparing a request with a credential.
package enum CredentialCheck: Sendable, Hashable {
    /// The request has nothing of this kind.
    case absent
    case wrong
    /// What is presented is not UTF-8 text, so it matches no credential.
    case notText
    case matched
}
