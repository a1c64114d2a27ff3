package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// The connector door: the port that identity providers call.
///
/// Plain NIO with one handler per connection, because this is the path whose cost is counted in microseconds. TLS is
/// asked for on each new connection, so renewed certificates need no restart.
package final class ConnectorDoor: Sendable {
    private struct State {
        var channel: (any Channel)?
        var tls: NIOSSLContext?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    private let group: any EventLoopGroup
    private let journey: any CallAnswering
    private let limits: IntakeLimits
    private let logger: Logger
    private let state: Mutex<State>

    package init(
        group: any EventLoopGroup,
        journey: any CallAnswering,
        limits: IntakeLimits = IntakeLimits(),
        tls: NIOSSLContext? = nil,
        logger: Logger
    ) {
        self.group = group
        self.journey = journey
        self.limits = limits
        self.logger = logger
        state = Mutex(State(tls: tls))
    }

    /// Binds and starts to accept.
    ///
    /// - Returns: the port, which matters when 0 was asked for.
    /// - Throws: what the system says when the address cannot be bound.
    package func open(host: String, port: Int) async throws -> Int {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // A call fits one read; reading on until nothing is there would cost each call a system call.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 8192))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.configure(channel) }
            }
            .bind(host: host, port: port).get()
        state.withLock { $0.channel = channel }
        return channel.localAddress?.port ?? port
    }

    /// Takes new certificates for the connections to come.
    package func replace(tls: NIOSSLContext) {
        state.withLock { $0.tls = tls }
    }

    /// How many connections are open.
    package var connections: Int { state.withLock { $0.connections.count } }

    /// Stops accepting; open connections go on.
    package func stopAccepting() async {
        let channel = state.withLock { state in
            defer { state.channel = nil }
            return state.channel
        }
        try? await channel?.close()
    }

    /// Lets each connection finish the request it has begun, and closes those that have begun none.
    package func quiesce() {
        let open = state.withLock { Array($0.connections.values) }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Closes what is still open.
    package func closeConnections() async {
        let open = state.withLock { Array($0.connections.values) }
        for channel in open { try? await channel.close() }
    }

    private func configure(_ channel: any Channel) throws {
        guard let tls = try admit(channel) else { return }
        let pipeline = channel.pipeline.syncOperations
        if case .some(let context) = tls { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
        let guardian = ConnectionGuard(limits: limits)
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.headerField
        configuration.maxHeaderListSize = limits.headers
        configuration.maxHeaderFieldCount = limits.headerCount
        let decoder = HTTPRequestDecoder(limitConfiguration: configuration)
        try pipeline.addHandler(guardian)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(
            ConnectionHandler(
                journey: journey,
                limits: limits,
                guardian: guardian,
                client: channel.remoteAddress?.ipAddress ?? "unknown"
            )
        )
    }

    /// Counts a new connection in, or closes it when there are too many.
    ///
    /// - Returns: nil when it was closed, else the TLS context to use, if any.
    private func admit(_ channel: any Channel) throws -> NIOSSLContext?? {
        let id = ObjectIdentifier(channel)
        let admitted: NIOSSLContext?? = state.withLock { state in
            guard state.connections.count < limits.connections else { return nil }
            state.connections[id] = channel
            return .some(state.tls)
        }
        guard admitted != nil else {
            logger.warning("connection closed: too many", metadata: ["limit": "\(limits.connections)"])
            channel.close(promise: nil)
            return nil
        }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { _ = $0.connections.removeValue(forKey: id) }
        }
        return admitted
    }
}
