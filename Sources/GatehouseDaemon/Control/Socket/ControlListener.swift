import ControlProtocol
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Serves the control protocol on a listening Unix socket until it is stopped.
///
/// Stopping is graceful: no new connections are accepted, answers in progress are finished, and event streams end with
/// `goodbye`.
package final class ControlListener: Service {
    private let socket: ListeningSocket
    private let door: ControlDoor
    private let channel: HTTP1Channel
    private let troubles: DoorTroubles?
    private let logger: Logger

    package init(socket: ListeningSocket, door: ControlDoor, troubles: DoorTroubles? = nil, logger: Logger) {
        self.socket = socket
        self.door = door
        self.troubles = troubles
        self.logger = logger
        let limits = door.limits
        channel = HTTP1Channel(
            responder: { request, writer, channel in
                guard let caller = HummingbirdBridge.caller else { return try await channel.close() }
                let response = await HummingbirdBridge(door: door).response(to: request, from: caller)
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: .init(
                idleTimeout: TimeAmount(limits.idleTime)
            )
        )
    }

    package func run() async throws {
        defer { socket.remove() }
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { [troubles] listener in
                listener.eventLoop.makeCompletedFuture { try AcceptBackoff.add(to: listener, troubles: troubles) }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(socket.descriptor) { [self] channel in setUp(channel) }
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        group.addTask { await self.serve(connection) }
                    }
                }
            }
        } onGracefulShutdown: { [door] in
            server.channel.close(promise: nil)
            door.book.quiesce()
        }
    }

    /// An accepted connection. Refusing one must not throw: NIO would end the listener with it.
    private enum Connection: Sendable {
        case admitted(HTTP1Channel.Value, PeerCredentials)
        case refused
    }

    private func setUp(_ child: any Channel) -> EventLoopFuture<Connection> {
        guard let peer = Self.peer(of: child), let activity = admit(child, of: peer.uid) else { return refuse(child) }
        child.closeFuture.whenComplete { [door] _ in door.book.leave(child) }
        return channel.setup(channel: child, logger: logger).flatMap { [limits = door.limits] value in
            do {
                return try Self.guardRequests(on: child, limits, activity).map { .admitted(value, peer) }
            } catch {
                return child.eventLoop.makeFailedFuture(error)
            }
        }.flatMapErrorThrowing { _ in
            // The connection was closed meanwhile.
            child.close(promise: nil)
            return .refused
        }
    }

    private func admit(_ child: any Channel, of uid: UInt32) -> ConnectionActivity? {
        switch door.book.admit(child, of: uid) {
        case .admitted(let activity): return activity
        case .replaced(let activity, let other):
            troubles?.note(.controlSocketFull, at: .now())
            other.close(promise: nil)
            return activity
        case .refused:
            troubles?.note(.controlSocketFull, at: .now())
            return nil
        }
    }

    /// Puts our decoder in the place of NIO's, and our guard behind it.
    private static func guardRequests(
        on child: any Channel,
        _ limits: ControlLimits,
        _ activity: ConnectionActivity
    ) throws -> EventLoopFuture<Void> {
        let pipeline = child.pipeline.syncOperations
        let original = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let decoder = RequestDecoder(limits: limits.headerLimits)
        let requestGuard = RequestGuard(limits: limits, decoder: decoder, activity: activity)
        try pipeline.addHandler(ByteToMessageHandler(decoder), position: .before(original))
        try pipeline.addHandler(requestGuard, position: .after(original))
        return pipeline.removeHandler(original)
    }

    private func refuse(_ child: any Channel) -> EventLoopFuture<Connection> {
        let text = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        child.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in child.close(promise: nil) }
        return child.eventLoop.makeSucceededFuture(.refused)
    }

    private static func peer(of child: any Channel) -> PeerCredentials? {
        // If the channel has no descriptor, or the kernel gives no credentials, the caller is unknown.
        (try? child.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            PeerCredentials(socket: $0)
        }) ?? nil
    }

    private func serve(_ connection: Connection) async {
        guard case .admitted(let value, let peer) = connection else { return }
        let caller = Caller(peer: peer, roles: door.roles, users: SystemUsers())
        await HummingbirdBridge.$caller.withValue(caller) {
            await channel.handle(value: value, logger: logger)
        }
    }
}
