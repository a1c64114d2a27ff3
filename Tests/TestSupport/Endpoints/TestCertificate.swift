import Crypto
package import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate made for a test, with its key.
package struct TestCertificate: Sendable {
    package let pem: String
    package let keyPEM: String
    private let certificate: Certificate
    private let key: Certificate.PrivateKey

    /// A self-signed certificate that can sign others.
    package static func authority(_ name: String = "Test Authority") throws -> TestCertificate {
        try TestCertificate(name, names: [], addresses: [], from: -3600, to: 86_400, signer: nil)
    }

    /// Signed by `signer`; `from` and `to` are seconds from now.
    package init(
        _ name: String,
        names: [String] = [],
        addresses: [[UInt8]] = [],
        from: TimeInterval = -3600,
        to: TimeInterval = 86_400,
        signer: TestCertificate?
    ) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(name) }
        let alternatives =
            names.map { GeneralName.dnsName($0) }
            + addresses.map { GeneralName.ipAddress(ASN1OctetString(contentBytes: $0[...])) }
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: Date(timeIntervalSinceNow: from),
            notValidAfter: Date(timeIntervalSinceNow: to),
            issuer: signer?.certificate.subject ?? subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                if signer == nil {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                } else {
                    Critical(BasicConstraints.notCertificateAuthority)
                }
                if !alternatives.isEmpty { SubjectAlternativeNames(alternatives) }
            },
            issuerPrivateKey: signer?.key ?? key
        )
        self.key = key
        pem = try certificate.serializeAsPEM().pemString
        keyPEM = try key.serializeAsPEM().pemString
    }

    func serverContext(clientCA: String?, onlyOldTLS: Bool) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem))
        )
        configuration.minimumTLSVersion = onlyOldTLS ? .tlsv1 : .tlsv12
        if onlyOldTLS { configuration.maximumTLSVersion = .tlsv11 }
        if let clientCA {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(clientCA.utf8)))
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
