import NIOCore
import NIOHTTP1

/// Bounds the size of a reply before it is parsed: head, body, framing and interim replies together.
final class ReplyBound: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    struct TooLarge: Error {}

    private let limit: Int
    private var count = 0

    init(limit: Int) { self.limit = limit }

    /// Restarts the count for the next request on the connection.
    func reset() { count = 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data).readableBytes
        guard count <= limit else { return }
        count += bytes
        guard count <= limit else {
            context.fireErrorCaught(TooLarge())
            context.close(promise: nil)
            return
        }
        context.fireChannelRead(data)
    }
}

/// Reads the reply to the one outstanding request of a connection.
///
/// Lives on its connection's event loop and is only used there.
final class ReplyReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    /// A reply and the time of its first byte.
    struct Landed: Sendable {
        var response: OutboundResponse
        var firstByte: NIODeadline
        /// Whether the connection can be used for another request.
        var isReusable: Bool
    }

    private struct Open {
        let promise: EventLoopPromise<Landed?>
        let deadline: Scheduled<Void>
        var head: HTTPResponseHead?
        var firstByte: NIODeadline?
        var body: [UInt8] = []
        var isSent = false
        var isWhole = false
    }

    private let host: String
    private var open: Open?
    private var parking: Scheduled<Void>?

    /// How long an idle connection is kept: shorter than servers do, so that they rarely close it first.
    private static let idleTime = TimeAmount.seconds(4)

    /// - Parameter host: for messages.
    init(host: String) { self.host = host }

    /// Starts waiting for a reply.
    func begin(_ promise: EventLoopPromise<Landed?>, by deadline: NIODeadline, on channel: any Channel) {
        parking?.cancel()
        parking = nil
        let this = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let timer = channel.eventLoop.scheduleTask(deadline: deadline) { [host] in
            let came = this.value.open?.head == nil ? "no reply came" : "the reply was not whole"
            this.value.finish(.failure(OutboundFailure(.timeout, "\(came) from \(host) in time")))
            channel.close(promise: nil)
        }
        open = Open(promise: promise, deadline: timer)
    }

    /// Marks the request as completely sent.
    func sent() { open?.isSent = true }

    /// Closes the connection unless it is used again soon.
    func park(_ channel: any Channel) {
        parking = channel.eventLoop.scheduleTask(in: Self.idleTime) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let open, !open.isWhole else {
            // Unsolicited data must not be mistaken for the reply to the next request.
            land(isReusable: false)
            context.close(promise: nil)
            return
        }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.open?.head = head
            self.open?.firstByte = .now()
        case .body(let bytes):
            self.open?.body.append(contentsOf: bytes.readableBytesView)
        case .end:
            self.open?.isWhole = true
        }
    }

    /// Only now is it known whether anything followed the reply.
    func channelReadComplete(context: ChannelHandlerContext) {
        if let open, let head = open.head, open.isWhole {
            let isReusable = head.isKeepAlive && open.isSent && head.status.code != 101
            land(isReusable: isReusable)
            if !isReusable { context.close(promise: nil) }
        }
        context.fireChannelReadComplete()
    }

    /// Delivers the reply if it is complete.
    private func land(isReusable: Bool) {
        guard let open, let head = open.head, open.isWhole else { return }
        let encoding = head.headers.first(name: "content-encoding")
        let landed = Landed(
            response: OutboundResponse(
                status: Int(head.status.code),
                contentType: head.headers.first(name: "content-type"),
                location: head.headers.first(name: "location"),
                contentEncoding: encoding?.lowercased() == "identity" ? nil : encoding,
                body: open.body
            ),
            firstByte: open.firstByte ?? .now(),
            isReusable: isReusable
        )
        finish(.success(landed))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        land(isReusable: false)
        finish(.failure(OutboundFault.failure(for: error, host: host, hasBegun: open?.head != nil)))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    /// The connection was closed, perhaps before any request.
    private func gone() {
        parking?.cancel()
        land(isReusable: false)
        let what = open?.head == nil ? "without a reply" : "in the middle of its reply"
        finish(.failure(OutboundFailure(.replyCut, "\(host) closed the connection \(what)")))
    }

    private func finish(_ result: Result<Landed, OutboundFailure>) {
        guard let open else { return }
        self.open = nil
        open.deadline.cancel()
        open.promise.completeWith(result.map(Optional.some).mapError { $0 as any Error })
    }
}
