import GatehouseModel
import NIOCore
import NIOHTTP1

/// An open connection, used for one request after another.
final class Line: Sendable {
    /// The maximum size of a complete reply, in bytes.
    static let replyLimit = 64 << 10
    /// The parser's limits. The total size is bounded before the parser.
    static var headLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 16 << 10
        limits.maxHeaderListSize = 32 << 10
        limits.maxHeaderFieldCount = 128
        return limits
    }

    let channel: any Channel
    let address: IPAddress
    let tlsVersion: String?
    let born = NIODeadline.now()
    private let reader: NIOLoopBound<ReplyReader>
    private let bound: NIOLoopBound<ReplyBound>

    /// - Parameter channel: a channel with `reader` at the end of its pipeline.
    init(
        _ channel: any Channel,
        to address: IPAddress,
        tlsVersion: String?,
        reader: NIOLoopBound<ReplyReader>,
        bound: NIOLoopBound<ReplyBound>
    ) {
        self.channel = channel
        self.address = address
        self.tlsVersion = tlsVersion
        self.reader = reader
        self.bound = bound
    }

    /// Sends a request and waits for its reply. Closes the connection if there is none by the deadline.
    ///
    /// - Returns: nil if the connection had been closed before anything was sent, so that another one may be tried.
    func exchange(
        _ request: OutboundRequest,
        host: String,
        by deadline: NIODeadline
    ) async throws(OutboundFailure) -> ReplyReader.Landed? {
        let promise = channel.eventLoop.makePromise(of: ReplyReader.Landed?.self)
        channel.eventLoop.execute { [self] in
            guard channel.isActive else { return promise.succeed(nil) }
            bound.value.reset()
            reader.value.begin(promise, by: deadline, on: channel)
            send(request, host)
        }
        do {
            // Cancellation, such as at the daemon's stop, ends the wait at once.
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                close()
            }
        } catch {
            throw OutboundFault.failure(for: error, host: host)
        }
    }

    /// A failed write is not reported here: the end of the connection is, or a reply that came before it.
    private func send(_ request: OutboundRequest, _ host: String) {
        var headers = HTTPHeaders([("host", host)])
        for (name, value) in request.headers { headers.add(name: name, value: value) }
        headers.replaceOrAdd(name: "user-agent", value: "Gatehouse")
        if !request.body.isEmpty || request.method == "POST" {
            headers.replaceOrAdd(name: "content-length", value: String(request.body.count))
        }
        let head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method),
            uri: request.target,
            headers: headers
        )
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !request.body.isEmpty {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: request.body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil)).assumeIsolated().whenSuccess { self.reader.value.sent() }
    }

    /// Keeps the connection open for another request, for a short time.
    func park() {
        channel.eventLoop.execute { [self] in reader.value.park(channel) }
    }

    func close() { channel.close(promise: nil) }
}

/// The idle connections to one target.
struct IdleLines: Sendable {
    private var lines: [(line: Line, certificate: String?)] = []

    /// Older connections are not used again, so that a DNS change takes effect.
    private static let lifetime = TimeAmount.seconds(60)
    private static let limit = 64

    /// Takes a connection that was opened with the same client certificate.
    mutating func take(certificate: String?, at now: NIODeadline = .now()) -> Line? {
        while let (line, presented) = lines.popLast() {
            if presented == certificate, line.channel.isActive, line.born + Self.lifetime > now { return line }
            line.close()
        }
        return nil
    }

    mutating func put(_ line: Line, certificate: String?) {
        lines.removeAll { !$0.line.channel.isActive }
        guard lines.count < Self.limit else { return line.close() }
        lines.append((line, certificate))
    }

    mutating func closeAll() {
        for (line, _) in lines { line.close() }
        lines = []
    }
}
