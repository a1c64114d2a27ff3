package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server that does whatever a test wants, down to single bytes and resets.
package final class TestEndpoint: Sendable {
    /// One received request.
    package struct Seen: Sendable {
        package var method: String
        package var target: String
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]
        /// The number of the connection, from 1.
        package var connection: Int
        /// The number of the request across all connections, from 1.
        package var number: Int

        package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Where a behaviour writes its reply; usable from any thread.
    package struct Peer: Sendable {
        fileprivate let channel: any Channel

        /// Sends bytes unchanged.
        package func send(_ text: String) { send(Array(text.utf8)) }

        package func send(_ bytes: [UInt8]) {
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }

        /// Sends bytes, and runs `done` once the system has accepted them.
        package func send(_ bytes: [UInt8], then done: @escaping @Sendable () -> Void) {
            channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenSuccess(done)
        }

        /// Sends a whole reply.
        package func reply(
            _ status: Int,
            _ body: String,
            type: String? = "application/json",
            headers: [String] = []
        ) {
            send(Self.reply(status, body, type: type, headers: headers))
        }

        /// The text of a whole reply.
        package static func reply(
            _ status: Int,
            _ body: String,
            type: String? = "application/json",
            headers: [String] = []
        ) -> String {
            var head = ["HTTP/1.1 \(status) Test"] + headers
            if let type { head.append("Content-Type: \(type)") }
            head.append("Content-Length: \(body.utf8.count)")
            return head.joined(separator: "\r\n") + "\r\n\r\n" + body
        }

        /// Sends bytes without end until the other side closes.
        package func flood(_ piece: [UInt8]) {
            // Scheduled later each time: a write may complete at once, and would otherwise recurse or starve the other
            // side.
            channel.writeAndFlush(ByteBuffer(bytes: piece)).whenSuccess {
                channel.eventLoop.scheduleTask(in: .milliseconds(1)) { flood(piece) }
            }
        }

        /// Sends one byte after the other.
        package func drip(_ text: String, every interval: TimeAmount) { drip(Array(text.utf8)[...], interval) }

        private func drip(_ bytes: ArraySlice<UInt8>, _ interval: TimeAmount) {
            guard let first = bytes.first, channel.isActive else { return }
            send([first])
            channel.eventLoop.scheduleTask(in: interval) { drip(bytes.dropFirst(), interval) }
        }

        /// Runs `work` later on the connection's event loop.
        package func after(_ time: TimeAmount, _ work: @escaping @Sendable () -> Void) {
            channel.eventLoop.scheduleTask(in: time, work)
        }

        package func close() { channel.close(promise: nil) }

        /// Ends the connection with a reset instead of an orderly close.
        package func reset() {
            (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    package typealias Behaviour = @Sendable (Seen, Peer) -> Void

    private struct State {
        var seen: [Seen] = []
        var connections = 0
        var behaviour: Behaviour
    }

    private let state: Mutex<State>
    private let channel = Mutex<(any Channel)?>(nil)

    package var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }

    /// Starts on a free port of 127.0.0.1.
    ///
    /// - Parameters:
    ///   - tls: its certificate; nil for plain HTTP.
    ///   - clientCA: PEM of the authority whose client certificates it demands.
    ///   - onlyOldTLS: it speaks TLS 1.1 and nothing newer.
    package init(
        tls: TestCertificate? = nil,
        clientCA: String? = nil,
        onlyOldTLS: Bool = false,
        _ behaviour: @escaping Behaviour
    ) async throws {
        state = Mutex(State(behaviour: behaviour))
        let context = try tls.map { try $0.serverContext(clientCA: clientCA, onlyOldTLS: onlyOldTLS) }
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [self] channel in
                let number = state.withLock { state in
                    state.connections += 1
                    return state.connections
                }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(RequestReader(number) { [self] seen, channel in take(seen, channel) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
    }

    deinit { channel.withLock { $0?.close(promise: nil) } }

    /// The requests received so far.
    package var seen: [Seen] { state.withLock(\.seen) }
    package var connections: Int { state.withLock(\.connections) }

    /// Changes the behaviour from now on.
    package func behave(_ behaviour: @escaping Behaviour) { state.withLock { $0.behaviour = behaviour } }

    package func url(_ path: String = "/", scheme: String = "http", host: String = "127.0.0.1") -> String {
        "\(scheme)://\(host):\(port)\(path)"
    }

    /// Frees the port, so that nobody listens there.
    package func stop() async throws {
        let bound = channel.withLock { $0 }
        try await bound?.close()
    }

    private func take(_ seen: Seen, _ channel: any Channel) {
        let (seen, behaviour) = state.withLock { state in
            var seen = seen
            seen.number = state.seen.count + 1
            state.seen.append(seen)
            return (seen, state.behaviour)
        }
        behaviour(seen, Peer(channel: channel))
    }
}

private final class RequestReader: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let connection: Int
    private let take: (TestEndpoint.Seen, any Channel) -> Void
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ connection: Int, _ take: @escaping (TestEndpoint.Seen, any Channel) -> Void) {
        self.connection = connection
        self.take = take
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes):
            body.append(contentsOf: bytes.readableBytesView)
        case .end:
            guard let head else { return }
            let seen = TestEndpoint.Seen(
                method: head.method.rawValue,
                target: head.uri,
                headers: head.headers.map { (name: $0.name, value: $0.value) },
                body: body,
                connection: connection,
                number: 0
            )
            take(seen, context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
