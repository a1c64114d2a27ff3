import AsyncHTTPClient
import Foundation
import GatehouseModel
import NIOCore
import NIOHTTP1

/// HTTP/1.1 over a Unix socket.
package struct SocketTransport: ControlTransport {
    /// The daemon sends a heartbeat every five seconds, so a connection that is silent for longer than this is dead.
    package static let silence = Duration.seconds(20)

    /// The socket's path.
    package let path: String
    private let connections: Connections

    /// - Parameter silence: how long a connection may be silent before it is closed.
    package init(path: String, silence: Duration = Self.silence) {
        self.path = path
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5), read: TimeAmount(silence))
        configuration.connectionPool.retryConnectionEstablishment = false
        // A simulator has many sign-ups in progress at once; each needs its own connection.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 24
        // Shorter than the daemon's idle time-out, so that it does not close a connection on which a request is being
        // sent.
        configuration.connectionPool.idleTimeout = .seconds(10)
        configuration.redirectConfiguration = .disallow
        connections = Connections(HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration))
    }

    package func close() async {
        // This can fail only if it is already shut down, which is harmless.
        try? await connections.client.shutdown()
    }

    package func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply {
        guard let base = URL(httpURLWithSocketPath: path, uri: request.target) else {
            throw .unreachable(socket: path, detail: "the path is no socket's path")
        }
        var outgoing = HTTPClientRequest(url: base.absoluteString)
        outgoing.method = HTTPMethod(rawValue: request.route.method.rawValue)
        outgoing.headers.add(name: "host", value: "local")
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        switch request.body {
        case .none: break
        case .bytes(let bytes): outgoing.body = .bytes(ByteBuffer(bytes: bytes))
        case .stream(let stream):
            outgoing.body = .stream(stream.map { ByteBuffer(bytes: $0) }, length: .unknown)
        }
        do {
            let deadline = NIODeadline.now() + TimeAmount(request.patience)
            let reply = try await connections.client.execute(outgoing, deadline: deadline)
            var headers: [String: String] = [:]
            for (name, value) in reply.headers { headers[name.lowercased()] = value }
            // Reading the body keeps the connections open.
            let body = reply.body.map { [connections] buffer in
                withExtendedLifetime(connections) { Array(buffer.readableBytesView) }
            }
            return WireReply(status: Int(reply.status.code), headers: headers, body: ByteStream(body))
        } catch {
            throw ControlError(reaching: path, error)
        }
    }
}

/// The connections to one socket, closed when they are no longer used.
private final class Connections: Sendable {
    let client: HTTPClient

    init(_ client: HTTPClient) { self.client = client }

    deinit { client.shutdown { _ in } }
}

extension IOError: ErrnoError {}

extension HTTPClientError {
    fileprivate var isTimeOut: Bool { self == .deadlineExceeded || self == .readTimeout || self == .writeTimeout }
}
extension ControlError {
    /// Why the socket at `path` gave no reply.
    init(reaching path: String, _ error: any Error) {
        switch error {
        case let error as ControlError: self = error
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            self = .notPermitted(socket: path, group: SocketGroup.name(of: path))
        case let error as IOError where error.errnoCode == ENOENT:
            self = .unreachable(socket: path, detail: "there is no such socket")
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .unreachable(socket: path, detail: "nobody listens on it")
        case is SocketAddressError:
            self = .unreachable(socket: path, detail: "the path is too long for a socket")
        case let error as HTTPClientError where error == .connectTimeout:
            self = .unreachable(socket: path, detail: "it does not take connections")
        default: self.init(reading: error)
        }
    }

    /// Why a reply was interrupted.
    init(reading error: any Error) {
        switch error {
        case let error as ControlError: self = error
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError where error == .cancelled: self = .cancelled
        case let error as HTTPClientError where error.isTimeOut: self = .timeOut
        default: self = .interrupted(detail: PlainReason.of(error))
        }
    }
}
