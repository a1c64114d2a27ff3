import Crypto
import Foundation
package import GatehouseModel
import PolicyEngine

/// The person whom an approval request is about, recognised by their identity, or by their address if they have none.
///
/// The provider proves an identity (issuer and id) at every sign-up, but anyone may type an address. So an address
/// never replaces an identity.
package struct Applicant: Sendable, Hashable {
    /// A digest that identifies the person; equal for the same person.
    package let key: Key
    /// The address as received.
    package let email: String?
    /// The address in canonical form, if it is valid.
    package let address: EmailAddress?
    package let displayName: String?
    package let issuer: String?

    /// Nil if the claims have neither an identity nor an address to recognise the person by.
    package init?(_ claims: Claims) {
        address = claims.email.flatMap { EmailAddress($0) }
        if let identity = claims.lastingIdentity {
            key = Key(identity: identity)
        } else if let address {
            key = Key(of: "address", address.canonical)
        } else {
            return nil
        }
        email = claims.email
        displayName = claims.displayName
        issuer = claims.issuer
    }

    /// Half of a SHA-256: of fixed size however long the id is, and collisions are infeasible.
    package struct Key: Sendable, Hashable {
        let high: UInt64
        let low: UInt64

        init(of parts: String...) {
            var sha = SHA256()
            for part in parts {
                let bytes = Data(part.utf8)
                withUnsafeBytes(of: UInt64(truncatingIfNeeded: bytes.count).bigEndian) { sha.update(bufferPointer: $0) }
                sha.update(data: bytes)
            }
            let digest = Data(sha.finalize())
            high = digest.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
            low = digest.dropFirst(8).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
        }

        var storedBytes: Data { CallID(high: high, low: low).storedBytes }

        init?(storedBytes data: Data) {
            guard let halves = CallID(storedBytes: data) else { return nil }
            high = halves.high
            low = halves.low
        }
    }
}

extension Applicant.Key {
    /// The key of the person with this identity.
    init(identity: Identity) {
        self.init(of: "identity", identity.issuer.lowercased(), identity.issuerAssignedID)
    }
}
