import Dialects
package import GatehouseModel
import NIOCore
import PolicyEngine

/// A call whose body was decoded by its endpoint's dialect.
///
/// The stages are immutable classes, not structs: each holds the previous one, and passing such a chain of structs from
/// closure to closure would copy every string in it each time.
package final class DecodedCall: Sendable {
    package let authenticated: AuthenticatedRequest
    package let claims: Claims
    /// The provider's own mark of the call; nil if a repeated call is recognised by its claims.
    let retryKey: String?

    package var endpoint: ActiveEndpoint { authenticated.endpoint }

    /// Decodes the body.
    ///
    /// - Throws: `Refusal.wrongMediaType`, or `Refusal.malformed` with the place and the fault in the body.
    package init(_ authenticated: AuthenticatedRequest) throws(Refusal) {
        self.authenticated = authenticated
        let request = authenticated.request
        guard let type = request.contentType, Self.isJSON(type) else { throw .wrongMediaType(request.contentType) }
        let endpoint = authenticated.endpoint
        let result = request.body.withUnsafeReadableBytes { bytes in
            let call = InboundCall(
                method: request.method,
                path: request.path,
                headers: endpoint.headers.reduce(into: [:]) { $0[$1] = request.header($1) },
                client: request.client,
                body: bytes
            )
            return Result { () throws(BodyProblem) in
                let claims = try endpoint.dialect.claims(of: call, at: endpoint.definition.step)
                return (claims: claims, retryKey: endpoint.dialect.retryKey(of: call).flatMap { $0.isEmpty ? nil : $0 })
            }
        }
        switch result {
        case .success(let read):
            claims = read.claims
            retryKey = read.retryKey
        case .failure(let problem): throw .malformed(problem.description)
        }
    }

    /// Whether a media type is `application/json`, whatever its parameters.
    private static func isJSON(_ type: String) -> Bool {
        let wanted = "application/json".utf8
        let name = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return name.count == wanted.count && zip(name, wanted).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }
}
