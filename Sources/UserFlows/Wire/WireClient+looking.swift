package import GatehouseModel
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

extension WireClient {
    /// The certificates that a server presents, trusted or not, from a handshake that is then aborted.
    ///
    /// - Parameter address: an address that was connected before, and therefore has passed the egress check.
    package func certificates(
        of port: ConnectorPort,
        at address: IPAddress,
        version: String?
    ) async -> ConnectorProbe.TLS? {
        let url = port.connector.url
        guard let target = address.socketAddress(port: url.port) else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let seen = Seen()
        guard let context = try? NIOSSLContext(configuration: configuration) else { return nil }
        let loop = group.next()
        let handshake = loop.makePromise(of: TLSVersion?.self)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: url.address == nil ? url.host : nil,
                        customVerificationCallback: { certificates, promise in
                            seen.keep(certificates)
                            promise.succeed(.failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandlers([tls, Handshake(handshake, host: url.host)])
                    channel.eventLoop.scheduleTask(in: .seconds(5)) { channel.close(promise: nil) }
                }
            }
        do {
            let channel = try await bootstrap.connect(to: target).get()
            _ = try? await handshake.futureResult.get()
            channel.close(promise: nil)
        } catch {
            handshake.fail(error)
        }
        let chain = seen.chain
        return chain.isEmpty ? nil : ConnectorProbe.TLS(version: version ?? "", chain: chain)
    }
}

/// The certificates presented.
private final class Seen: Sendable {
    private let certificates = Mutex<[[UInt8]]>([])

    func keep(_ presented: [NIOSSLCertificate]) {
        certificates.withLock { $0 = presented.prefix(10).compactMap { try? $0.toDERBytes() } }
    }

    var chain: [ConnectorProbe.Certificate] {
        certificates.withLock(\.self).compactMap { der in
            guard let read = try? Certificate(derEncoded: der) else { return nil }
            return ConnectorProbe.Certificate(
                subject: "\(read.subject)",
                issuer: "\(read.issuer)",
                notBefore: Timestamp(read.notValidBefore),
                notAfter: Timestamp(read.notValidAfter)
            )
        }
    }
}
