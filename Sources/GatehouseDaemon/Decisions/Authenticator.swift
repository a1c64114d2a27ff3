/// Finds out who is calling, before the body is read.
package struct Authenticator: Sendable {
    package init() {}

    /// Returns the request with its endpoint if it presents a credential of that endpoint.
    ///
    /// - Throws: `Refusal` for an unknown endpoint, another method than POST, and missing or wrong credentials.
    package func authenticate(
        _ request: InboundRequest,
        under policy: ActivePolicy
    ) throws(Refusal) -> AuthenticatedRequest {
        guard let endpoint = policy.endpoint(at: request.path) else { throw .unknownEndpoint }
        guard request.method == "POST" else { throw .wrongMethod(request.method) }
        var matched: String?
        var refusal = Refusal.noCredentials
        // Every credential is tried, so that the time does not reveal which one matched.
        for credential in endpoint.credentials {
            switch credential.check(request) {
            case .absent: break
            case .wrong: if refusal == .noCredentials { refusal = .wrongCredentials }
            case .notText: refusal = .credentialsNotText
            case .matched: matched = credential.name
            }
        }
        guard let matched else { throw refusal }
        return AuthenticatedRequest(request: request, endpoint: endpoint, policy: policy, credential: matched)
    }
}

/// A request whose caller is known. Only the authenticator can make one.
package final class AuthenticatedRequest: Sendable {
    package let request: InboundRequest
    package let endpoint: ActiveEndpoint
    /// The policy that decides the whole call, even if another comes into force meanwhile.
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
