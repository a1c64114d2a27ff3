import Foundation
package import GatehouseModel
import NIOSSL
import SwiftASN1
import X509

/// The TLS configuration of requests: version 1.2 or later, with host name verification and, if configured, a client
/// certificate.
enum TLSSetup {
    static func trust(_ pem: [UInt8]) throws(OutboundProblem) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(pem), !certificates.isEmpty else {
            throw OutboundProblem("the trusted certificates (ca) cannot be read; name a PEM file with certificates")
        }
        return certificates
    }

    static func context(
        trust: [NIOSSLCertificate]?,
        presenting certificate: ClientCertificate?
    ) throws(OutboundProblem) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        if let trust { configuration.trustRoots = .certificates(trust) }
        if let certificate {
            let chain = try? NIOSSLCertificate.fromPEMBytes(certificate.chainPEM)
            configuration.certificateChain = (chain ?? []).map { .certificate($0) }
            guard let key = try? NIOSSLPrivateKey(bytes: certificate.keyPEM, format: .pem) else {
                throw OutboundProblem(
                    "the private key of \(certificate.file) cannot be read; name a PEM file without a pass phrase"
                )
            }
            configuration.privateKey = .privateKey(key)
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            let what = certificate.map { "\($0.file) and its private key do not belong together" }
            throw OutboundProblem(what ?? "TLS cannot be set up: \(error)")
        }
    }
}

extension ClientCertificate {
    /// Reads a certificate.
    ///
    /// - Throws: `OutboundProblem` if the text contains none, or the key does not belong to it.
    package init(file: String, chainPEM: [UInt8], keyPEM: [UInt8], uploaded: Timestamp?) throws(OutboundProblem) {
        guard let leaf = try? NIOSSLCertificate.fromPEMBytes(chainPEM).first, let der = try? leaf.toDERBytes(),
            let read = try? Certificate(derEncoded: der)
        else {
            throw OutboundProblem("\(file) holds no certificate; name a PEM file, the leaf first")
        }
        let notBefore = Timestamp(read.notValidBefore)
        self.init(
            file: file,
            chainPEM: chainPEM,
            keyPEM: keyPEM,
            uploaded: uploaded ?? notBefore,
            subject: "\(read.subject)",
            notBefore: notBefore,
            notAfter: Timestamp(read.notValidAfter)
        )
        _ = try TLSSetup.context(trust: nil, presenting: self)
    }
}

extension Timestamp {
    init(_ date: Date) { self.init(milliseconds: Int64(nearest: date.timeIntervalSince1970 * 1000)) }
}
