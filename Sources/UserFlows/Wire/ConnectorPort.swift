package import GatehouseModel
import NIOCore
import NIOSSL
import Synchronization

/// A connector with its TLS setup and its open connections.
package final class ConnectorPort: Sendable {
    package let connector: Connector
    let egress: EgressGuard
    private let plain: NIOSSLContext?
    private let byCertificate: [String: NIOSSLContext]
    private let idle = Mutex(IdleLines())

    /// Sets up TLS.
    ///
    /// - Throws: `ConnectorProblem` if trusted certificates, a client certificate or its key cannot be used.
    package init(_ connector: Connector, egress: EgressGuard? = nil) throws(ConnectorProblem) {
        self.connector = connector
        self.egress = egress ?? EgressGuard(allowed: connector.allowed)
        guard connector.url.isTLS else {
            plain = nil
            byCertificate = [:]
            return
        }
        let trust = try connector.trustedPEM.map { (pem) throws(ConnectorProblem) in try TLSSetup.trust(pem) }
        plain = try TLSSetup.context(trust: trust, presenting: nil)
        var contexts: [String: NIOSSLContext] = [:]
        if case .certificates(let certificates) = connector.authentication {
            for certificate in certificates {
                contexts[certificate.file] = try TLSSetup.context(trust: trust, presenting: certificate)
            }
        }
        byCertificate = contexts
    }

    /// The certificate to present now; nil if the connector has none.
    ///
    /// - Throws: `ConnectorFailure` with cause `noCertificate` if it has some, but none is valid.
    package func certificate(at now: Timestamp) throws(ConnectorFailure) -> ClientCertificate? {
        guard case .certificates(let all) = connector.authentication else { return nil }
        if let current = all.current(at: now) { return current }
        let next = all.filter { $0.notBefore > now }.min { $0.notBefore < $1.notBefore }
        let last = all.max { $0.notAfter < $1.notAfter }
        let why =
            if let next {
                "\(next.file) becomes valid at \(next.notBefore)"
            } else {
                last.map { "\($0.file) expired at \($0.notAfter)" } ?? "there is none"
            }
        throw ConnectorFailure(.noCertificate, "no client certificate is valid now: \(why); upload another")
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

    /// Closes the idle connections.
    package func closeIdle() { idle.withLock { $0.closeAll() } }
}

/// Why a connector cannot be set up: a sentence with the remedy.
package struct ConnectorProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
