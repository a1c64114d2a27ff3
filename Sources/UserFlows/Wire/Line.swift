import NIOCore
import NIOHTTP1

/// One open connection to a connector, on which requests follow each other.
final class Line: Sendable {
    /// Bytes of a whole reply.
    static let replyLimit = 64 << 10
    /// Limits of the parser; the whole is bounded before it.
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

    /// - Parameter channel: with `reader` at the end of its pipeline.
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

    /// Sends a request and waits for its reply; closes the connection when there is none by the deadline.
    ///
    /// - Returns: nil when the connection had ended before anything was sent, so that another one may be tried.
    func exchange(
        _ request: WireRequest,
        host: String,
        by deadline: NIODeadline
    ) async throws(ConnectorFailure) -> ReplyReader.Landed? {
        let promise = channel.eventLoop.makePromise(of: ReplyReader.Landed?.self)
        channel.eventLoop.execute { [self] in
            guard channel.isActive else { return promise.succeed(nil) }
            bound.value.reset()
            reader.value.begin(promise, by: deadline, on: channel)
            send(request, host)
        }
        do {
            // Whoever is cancelled, as when the daemon stops, waits for nobody.
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                close()
            }
        } catch {
            throw WireFault.failure(for: error, host: host)
        }
    }

    /// What cannot be written is not told here: the connection's end is, and a reply that came before it.
    private func send(_ request: WireRequest, _ host: String) {
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

    /// Keeps the connection for another request, for a while.
    func park() {
        channel.eventLoop.execute { [self] in reader.value.park(channel) }
    }

    func close() { channel.close(promise: nil) }
}

/// The idle connections to one connector.
struct IdleLines: Sendable {
    private var lines: [(line: Line, certificate: String?)] = []

    /// Connections older than this are not used again, so that a change of the DNS is seen.
    private static let lifetime = TimeAmount.seconds(60)
    private static let limit = 64

    /// One that was opened with the same client certificate.
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
