package import GatehouseModel
import NIOCore
import NIOSSL
import Synchronization

/// A URL that requests are sent to, with its TLS setup and its open connections.
package final class OutboundTarget: Sendable {
    package let url: ConnectorURL
    /// The time limit of one attempt, from the name look-up to the last byte of the reply.
    package let timeout: Duration
    let egress: EgressGuard
    private let certificates: [ClientCertificate]?
    private let plain: NIOSSLContext?
    private let byCertificate: [String: NIOSSLContext]
    private let idle = Mutex(IdleLines())

    /// Sets up TLS.
    ///
    /// - Parameters:
    ///   - trustedPEM: certificates to trust instead of the system's.
    ///   - certificates: client certificates to choose from; nil if none is presented.
    /// - Throws: `OutboundProblem` if trusted certificates, a client certificate or its key cannot be used.
    package init(
        _ url: ConnectorURL,
        timeout: Duration,
        egress: EgressGuard,
        trustedPEM: [UInt8]? = nil,
        certificates: [ClientCertificate]? = nil
    ) throws(OutboundProblem) {
        self.url = url
        self.timeout = timeout
        self.egress = egress
        self.certificates = certificates
        guard url.isTLS else {
            plain = nil
            byCertificate = [:]
            return
        }
        let trust = try trustedPEM.map { (pem) throws(OutboundProblem) in try TLSSetup.trust(pem) }
        plain = try TLSSetup.context(trust: trust, presenting: nil)
        var contexts: [String: NIOSSLContext] = [:]
        for certificate in certificates ?? [] {
            contexts[certificate.file] = try TLSSetup.context(trust: trust, presenting: certificate)
        }
        byCertificate = contexts
    }

    /// The certificate to present now; nil if none is presented.
    ///
    /// - Throws: `OutboundFailure` with cause `noCertificate` if one is to be presented, but none is valid.
    package func certificate(at now: Timestamp) throws(OutboundFailure) -> ClientCertificate? {
        guard let certificates else { return nil }
        if let current = certificates.current(at: now) { return current }
        let next = certificates.filter { $0.notBefore > now }.min { $0.notBefore < $1.notBefore }
        let last = certificates.max { $0.notAfter < $1.notAfter }
        let why =
            if let next {
                "\(next.file) becomes valid at \(next.notBefore)"
            } else {
                last.map { "\($0.file) expired at \($0.notAfter)" } ?? "there is none"
            }
        throw OutboundFailure(.noCertificate, "no client certificate is valid now: \(why); upload another")
    }

    func context(presenting certificate: ClientCertificate?) -> NIOSSLContext? {
        certificate.flatMap { byCertificate[$0.file] } ?? plain
    }

    func takeIdle(_ certificate: ClientCertificate?) -> Line? {
        idle.withLock { $0.take(certificate: certificate?.file) }
    }

    func giveBack(_ line: Line, _ certificate: ClientCertificate?) {
        line.park()
        idle.withLock { $0.put(line, certificate: certificate?.file) }
    }
}
