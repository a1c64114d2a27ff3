package import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL
import Synchronization

/// The connector door: the port that identity providers call.
///
/// Plain NIO with one handler for each connection, because microseconds count here. Each new connection takes the
/// current TLS context, so renewed certificates need no restart.
package final class ConnectorDoor: Sendable {
    private struct State {
        var channel: (any Channel)?
        var tls: NIOSSLContext?
        var places: PlaceBook
        /// The listener, while it waits for room.
        var held: (any Channel)?
    }

    private let group: any EventLoopGroup
    private let journey: any CallAnswering
    private let limits: IntakeLimits
    private let troubles: DoorTroubles?
    private let state: Mutex<State>

    package init(
        group: any EventLoopGroup,
        journey: any CallAnswering,
        limits: IntakeLimits = IntakeLimits(),
        tls: NIOSSLContext? = nil,
        troubles: DoorTroubles? = nil
    ) {
        self.group = group
        self.journey = journey
        self.limits = limits
        self.troubles = troubles
        state = Mutex(State(tls: tls, places: PlaceBook(capacity: limits.connections)))
    }

    /// Binds the address and starts to accept connections.
    ///
    /// - Returns: the port, which the system picks if `port` is 0.
    /// - Throws: the system's error if the address cannot be bound.
    package func open(host: String, port: Int) async throws -> Int {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelInitializer { [self] listener in
                listener.eventLoop.makeCompletedFuture {
                    try AcceptBackoff.add(to: listener, troubles: troubles)
                    try listener.pipeline.syncOperations.addHandler(AcceptGate(door: self))
                }
            }
            .serverChannelOption(.maxMessagesPerRead, value: UInt(clamping: PlaceBook.batch))
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // A call fits in one read; reading until nothing is left would cost another system call for each call.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 8192))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.configure(channel) }
            }
            .bind(host: host, port: port).get()
        state.withLock { $0.channel = channel }
        return channel.localAddress?.port ?? port
    }

    /// Uses a new TLS context for new connections.
    package func replace(tls: NIOSSLContext) {
        state.withLock { $0.tls = tls }
    }

    /// The number of open connections.
    package var connections: Int { state.withLock { $0.places.count } }

    /// Stops accepting connections; open ones continue.
    package func stopAccepting() async {
        let channel = state.withLock { state in
            defer { state.channel = nil }
            return state.channel
        }
        try? await channel?.close()
    }

    /// Closes connections without a request, and lets the others finish the request that they have begun.
    package func quiesce() {
        for place in state.withLock({ $0.places.places }) {
            place.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Closes all connections that are still open.
    package func closeConnections() async {
        for place in state.withLock({ $0.places.places }) { try? await place.channel.close() }
    }

    private func configure(_ channel: any Channel) throws {
        guard let (place, tls) = admit(channel) else { return }
        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
        let guardian = ConnectionGuard(
            limits: limits,
            loop: channel.eventLoop,
            activity: place.activity,
            isTLS: tls != nil
        )
        try Self.addHandlers(to: channel, guardian: guardian, journey: journey, limits: limits) { [self] in
            state.withLock { $0.places.welcome(place) }
        }
    }

    /// Adds the handlers of a connection, after those for TLS.
    ///
    /// - Parameter welcome: called once, when a call of the connection is authenticated.
    static func addHandlers(
        to channel: any Channel,
        guardian: ConnectionGuard,
        journey: any CallAnswering,
        limits: IntakeLimits,
        welcome: @escaping () -> Void
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.headerField
        configuration.maxHeaderListSize = limits.headers
        configuration.maxHeaderFieldCount = limits.headerCount
        let decoder = RequestDecoder(limits: configuration)
        try pipeline.addHandler(guardian)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(
            ConnectionHandler(
                journey: journey,
                limits: limits,
                guardian: guardian,
                decoder: decoder,
                client: channel.remoteAddress?.ipAddress ?? "unknown",
                welcome: welcome
            )
        )
    }

    /// Whether the listener may accept connections now. If not, it is told to read when there is room.
    func mayAccept(_ listener: any Channel) -> Bool {
        state.withLock { state in
            let hasRoom = state.places.hasRoom
            state.held = hasRoom ? nil : listener
            return hasRoom
        }
    }

    /// Notes that the listener accepted a connection.
    func accepted(_ channel: any Channel) {
        state.withLock { $0.places.arrive(channel) }
        channel.closeFuture.whenComplete { [self] _ in leave { $0.endArrival(channel) } }
    }

    /// Changes the places, and lets the listener continue if that made room.
    private func leave(_ change: (inout PlaceBook) -> Void) {
        let listener = state.withLock { state -> (any Channel)? in
            change(&state.places)
            guard state.places.hasRoom else { return nil }
            defer { state.held = nil }
            return state.held
        }
        listener?.read()
    }

    /// Gives a new connection a place; another connection may lose its place for it.
    ///
    /// - Returns: nil if the connection was closed because all others are busy, else its place and the TLS context to
    ///   use, if any.
    private func admit(_ channel: any Channel) -> (ConnectionPlace, NIOSSLContext?)? {
        let place = ConnectionPlace(channel, at: .now())
        let (admission, tls) = state.withLock { state in
            state.places.endArrival(channel)
            return (state.places.admit(place), state.tls)
        }
        channel.closeFuture.whenComplete { [self] _ in leave { $0.remove(place) } }
        switch admission {
        case .admitted: return (place, tls)
        case .replaced(let other):
            troubles?.note(.connectorDoorFull, from: other.channel.remoteAddress?.ipAddress, at: .now())
            other.channel.cut()
            return (place, tls)
        case .refused:
            troubles?.note(.connectorDoorFull, from: channel.remoteAddress?.ipAddress, at: .now())
            channel.close(promise: nil)
            return nil
        }
    }
}
