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
    private let logger: Logger

    package init(socket: ListeningSocket, door: ControlDoor, logger: Logger) {
        self.socket = socket
        self.door = door
        self.logger = logger
        let limits = door.limits
        channel = HTTP1Channel(
            responder: { request, writer, channel in
                guard let caller = HummingbirdBridge.caller else { return try await channel.close() }
                let response = await HummingbirdBridge(door: door).response(to: request, from: caller)
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: .init(
                idleTimeout: TimeAmount(limits.idleTime),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields
                )
            )
        )
    }

    package func run() async throws {
        defer { socket.remove() }
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
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
        guard let peer = Self.peer(of: child), door.book.admit(child, of: peer.uid) else {
            return refuse(child)
        }
        child.closeFuture.whenComplete { [door] _ in door.book.leave(child, of: peer.uid) }
        return channel.setup(channel: child, logger: logger).flatMapThrowing { [limits = door.limits] value in
            let pipeline = child.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestGuard(limits: limits), position: .after(decoder))
            return .admitted(value, peer)
        }
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
