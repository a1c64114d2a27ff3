import GatehouseModel
package import NIOCore
import NIOHTTP1

/// One connection of the connector door: receives HTTP parts, passes complete requests to the journey, and sends
/// answers in order.
///
/// Requests that are sent ahead wait here, so answers keep their order and no pipeline handler is needed.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private enum State {
        case waiting
        case reading(HTTPRequestHead, ByteBuffer)
        case answering
        /// A refusal is being sent; any further input is dropped.
        case refusing
        case closing
    }

    private let journey: any CallAnswering
    private let limits: IntakeLimits
    private let guardian: ConnectionGuard
    private let decoder: RequestDecoder
    private let client: String
    /// Called once, when a call is authenticated.
    private let welcome: () -> Void
    private var state = State.waiting
    private var ahead = CircularBuffer<HTTPServerRequestPart>()
    private var requestsAhead = 0
    private var inputClosed = false
    /// Whether the connection closes after the answer to its current request.
    private var isQuiescing = false

    init(
        journey: any CallAnswering,
        limits: IntakeLimits,
        guardian: ConnectionGuard,
        decoder: RequestDecoder,
        client: String,
        welcome: @escaping () -> Void = {}
    ) {
        self.journey = journey
        self.limits = limits
        self.guardian = guardian
        self.decoder = decoder
        self.client = client
        self.welcome = welcome
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        decoder.note(part)
        switch state {
        case .refusing, .closing: break
        case .answering: queue(part, context: context)
        case .waiting, .reading: take(part, context: context)
        }
    }

    private func queue(_ part: HTTPServerRequestPart, context: ChannelHandlerContext) {
        if case .head = part { requestsAhead += 1 }
        guard requestsAhead <= limits.pipelined, ahead.count < limits.pipelined * 8 else {
            close(context)
            return
        }
        ahead.append(part)
    }

    private func take(_ part: HTTPServerRequestPart, context: ChannelHandlerContext) {
        switch (part, state) {
        case (.head(let head), .waiting):
            guard announced(head) <= limits.body else {
                refuse(.tooLarge(limit: limits.body), head: head, context: context)
                return
            }
            if head.headers.contains(name: "expect") { continueIfAsked(head, context: context) }
            state = .reading(head, context.channel.allocator.buffer(capacity: 0))
        case (.body(var piece), .reading(let head, var body)):
            guard body.readableBytes + piece.readableBytes <= limits.body else {
                refuse(.tooLarge(limit: limits.body), head: head, context: context)
                return
            }
            // The state must not hold a second reference while the buffer grows, or the buffer would be copied.
            state = .waiting
            // A copy, so that the connection's receive buffer is free for the next read.
            body.writeBuffer(&piece)
            state = .reading(head, body)
        case (.end, .reading(let head, let body)):
            state = .answering
            guardian.requestComplete()
            answer(head, body, context: context)
        default:
            close(context)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer, context: ChannelHandlerContext) {
        guard head.headers.contains(name: "host") || head.version == .http1_0 else {
            refuse(.malformed("the request has no Host header (RFC 9112 §3.2)"), head: head, context: context)
            return
        }
        let keepAlive = head.isKeepAlive && !head.isTunnelWithContent
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        journey.answer(request(head, body), on: context.eventLoop) { answer in
            let (handler, context) = bound.value
            handler.write(answer, keepAlive: keepAlive, context: context)
        }
    }

    private func request(_ head: HTTPRequestHead, _ body: ByteBuffer) -> InboundRequest {
        let path = head.uri.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(head.uri[..<$0]) } ?? head.uri
        return InboundRequest(
            method: head.method.rawValue,
            path: path,
            headers: head.headers,
            body: body,
            client: client,
            received: .now,
            start: .now()
        )
    }

    /// The length that a request announces, in bytes; 0 if it announces none.
    private func announced(_ head: HTTPRequestHead) -> Int {
        head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    }

    private func refuse(_ refusal: Refusal, head: HTTPRequestHead, context: ChannelHandlerContext) {
        state = .refusing
        let empty = context.channel.allocator.buffer(capacity: 0)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        journey.refuse(request(head, empty), refusal, on: context.eventLoop) { answer in
            let (handler, context) = bound.value
            handler.write(answer, keepAlive: false, context: context)
        }
    }

    private func continueIfAsked(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) else { return }
        var buffer = context.channel.allocator.buffer(capacity: 32)
        buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    private func write(_ answer: HTTPAnswer, keepAlive: Bool, context: ChannelHandlerContext) {
        guard context.channel.isActive, isAnswering else { return }
        if answer.isToKnownCaller && !guardian.isKnown { welcome() }
        guardian.answered(toKnownCaller: answer.isToKnownCaller)
        let mayStay = keepAlive && !isQuiescing && guardian.mayStay
        let stays = mayStay && !inputClosed
        var buffer = context.channel.allocator.buffer(capacity: 192 + answer.headers.utf8.count + answer.body.count)
        answer.render(into: &buffer, keepAlive: stays)
        guard stays || (mayStay && !ahead.isEmpty) else {
            state = .closing
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(buffer)).whenComplete { _ in channel.close(promise: nil) }
            return
        }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        state = .waiting
        takeAhead(context: context)
    }

    private func takeAhead(context: ChannelHandlerContext) {
        while let part = ahead.popFirst() {
            if case .head = part { requestsAhead -= 1 }
            take(part, context: context)
            switch state {
            case .answering, .refusing, .closing: return
            case .waiting, .reading: continue
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isBusy else {
            close(context)
            return
        }
        let oversize = (error as? HTTPParserError) == .headerOverflow
        let answer = HTTPAnswer(
            status: oversize ? 431 : 400,
            contentType: "application/problem+json",
            body: Array(
                #"{"type":"tag:gatehouse,2026:malformed","title":"The request is not HTTP","status":\#(oversize ? 431 : 400)}"#
                    .utf8
            ) + [UInt8(ascii: "\n")]
        )
        state = .answering
        journey.countMalformed()
        write(answer, keepAlive: false, context: context)
    }

    private var isBusy: Bool {
        switch state {
        case .answering, .refusing, .closing: true
        case .waiting, .reading: false
        }
    }

    private var isAnswering: Bool {
        switch state {
        case .answering, .refusing: true
        case .waiting, .reading, .closing: false
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            inputClosed = true
            if !isBusy { close(context) }
        }
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            if case .waiting = state { close(context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func close(_ context: ChannelHandlerContext) {
        state = .closing
        context.close(promise: nil)
    }
}

extension HTTPRequestHead {
    /// Whether this is a CONNECT request with a body. No tunnel is opened, and the bytes that follow could be its body
    /// or the next request (RFC 9110 §9.3.6).
    fileprivate var isTunnelWithContent: Bool {
        method == .CONNECT && (headers.contains(name: "content-length") || headers.contains(name: "transfer-encoding"))
    }
}

/// Answers the requests of connections.
package protocol CallAnswering: Sendable {
    /// Answers one request; `reply` is called once, on `loop`.
    func answer(_ request: InboundRequest, on loop: any EventLoop, reply: @escaping @Sendable (HTTPAnswer) -> Void)

    /// Journals a request that the connection itself refuses; `reply` is called once, on `loop`.
    func refuse(
        _ request: InboundRequest,
        _ refusal: Refusal,
        on loop: any EventLoop,
        reply: @escaping @Sendable (HTTPAnswer) -> Void
    )

    /// Counts input that is not HTTP.
    func countMalformed()
}
