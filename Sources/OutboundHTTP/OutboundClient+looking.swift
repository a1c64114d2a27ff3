package import GatehouseModel
import NIOCore
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

extension OutboundClient {
    /// The certificates that a server presents, trusted or not, from a handshake that is then aborted. Leaf first;
    /// empty if the handshake did not get that far.
    ///
    /// - Parameter address: an address that was connected before, and therefore has passed the egress check.
    package func certificates(of url: ConnectorURL, at address: IPAddress) async -> [PresentedCertificate] {
        guard let target = address.socketAddress(port: url.port) else { return [] }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let seen = Seen()
        guard let context = try? NIOSSLContext(configuration: configuration) else { return [] }
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
        return seen.chain
    }
}

/// A certificate that a server presents.
package struct PresentedCertificate: Sendable, Hashable {
    package var subject: String
    package var issuer: String
    package var notBefore: Timestamp
    package var notAfter: Timestamp
}

/// The certificates presented.
private final class Seen: Sendable {
    private let certificates = Mutex<[[UInt8]]>([])

    func keep(_ presented: [NIOSSLCertificate]) {
        certificates.withLock { $0 = presented.prefix(10).compactMap { try? $0.toDERBytes() } }
    }

    var chain: [PresentedCertificate] {
        certificates.withLock(\.self).compactMap { der in
            guard let read = try? Certificate(derEncoded: der) else { return nil }
            return PresentedCertificate(
                subject: "\(read.subject)",
                issuer: "\(read.issuer)",
                notBefore: Timestamp(read.notValidBefore),
                notAfter: Timestamp(read.notValidAfter)
            )
        }
    }
}
