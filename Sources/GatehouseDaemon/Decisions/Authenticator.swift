/// Finds out who is calling, before a byte of the body is looked at.
package struct Authenticator: Sendable {
    package init() {}

    /// The request with its endpoint, once a credential of that endpoint matched.
    ///
    /// - Throws: `Refusal` for an unknown endpoint, another method than POST, and missing or wrong credentials.
    package func authenticate(
        _ request: InboundRequest,
        under policy: ActivePolicy
    ) throws(Refusal) -> AuthenticatedRequest {
        guard let endpoint = policy.endpoint(at: request.path) else { throw .unknownEndpoint }
        guard request.method == "POST" else { throw .wrongMethod(request.method) }
        guard let header = request.authorization else { throw .noCredentials }
        guard let presented = BasicHeader.credentials(in: header) else { throw .wrongCredentials }
        var matched: String?
        // All are tried, so that the time says nothing of which one matched.
        for credential in endpoint.credentials where credential.matches(presented) { matched = credential.name }
        guard let matched else { throw .wrongCredentials }
        return AuthenticatedRequest(request: request, endpoint: endpoint, policy: policy, credential: matched)
    }
}

/// A request whose caller is known. Only the authenticator makes one.
package final class AuthenticatedRequest: Sendable {
    package let request: InboundRequest
    package let endpoint: ActiveEndpoint
    /// The policy the whole call is decided under, even if an edit comes meanwhile.
    package let policy: ActivePolicy
    /// The name of the credential that matched.
    package let credential: String

    fileprivate init(request: InboundRequest, endpoint: ActiveEndpoint, policy: ActivePolicy, credential: String) {
        self.request = request
        self.endpoint = endpoint
        self.policy = policy
        self.credential = credential
    }
}
