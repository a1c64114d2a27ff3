import NIOCore
import NIOSSL

/// One connection's place at the connector door.
final class ConnectionPlace: Sendable {
    let channel: any Channel
    let source: SourceNetwork
    let activity: ConnectionActivity

    init(_ channel: any Channel, at now: NIODeadline) {
        self.channel = channel
        source = SourceNetwork(channel.remoteAddress)
        activity = ConnectionActivity(at: now)
    }

    var id: ObjectIdentifier { ObjectIdentifier(self) }
}

extension Channel {
    /// Closes at once. `close` would wait for a TLS peer's close message, which a hostile peer never sends.
    func cut() {
        eventLoop.execute {
            let pipeline = self.pipeline.syncOperations
            if let context = try? pipeline.context(handlerType: NIOSSLServerHandler.self) {
                context.close(promise: nil)
            } else {
                self.close(promise: nil)
            }
        }
    }
}
