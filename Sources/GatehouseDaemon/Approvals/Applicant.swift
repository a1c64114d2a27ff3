import Crypto
import Foundation
package import GatehouseModel
import PolicyEngine

/// The person an approval is about, recognised by their identity, else by their address.
///
/// An identity (issuer and id there) is proved by the provider at every sign-up; an address alone may be typed by
/// anyone, so it never stands in for an identity that is there.
package struct Applicant: Sendable, Hashable {
    /// A digest by which the person is found again; equal for equal persons.
    package let key: Key
    /// The address as it came.
    package let email: String?
    /// The address in comparable form, if it is one.
    package let address: EmailAddress?
    package let displayName: String?
    package let issuer: String?

    /// Nil when the claims name neither an identity nor an address, so that nobody could be recognised.
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

    /// Half of a SHA-256: a fixed size however long the id is, and nobody can find two persons with the same one.
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
    /// The key of somebody with this identity.
    init(identity: Identity) {
        self.init(of: "identity", identity.issuer.lowercased(), identity.issuerAssignedID)
    }
}
