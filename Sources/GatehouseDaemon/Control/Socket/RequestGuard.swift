import ControlProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// Protects one control connection against requests that arrive too slowly, answers that are not read, and bytes that
/// are not HTTP.
///
/// Sits between the HTTP decoder and Hummingbird's handlers, which have no request deadline, no write deadline and no
/// `100 Continue`.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ControlLimits
    private let decoder: RequestDecoder
    private let activity: ConnectionActivity
    private var requestDeadline: Scheduled<Void>?
    private var writeDeadline: Scheduled<Void>?
    private var answersOwed = 0
    private var owesContinue = false

    init(limits: ControlLimits, decoder: RequestDecoder, activity: ConnectionActivity) {
        self.limits = limits
        self.decoder = decoder
        self.activity = activity
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        decoder.note(part)
        switch part {
        case .head(let head): begin(head, context)
        case .body: break
        case .end: cancelRequestDeadline()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        answersOwed -= 1
        if answersOwed > 0 {
            sendContinue(context)
        } else {
            owesContinue = false
            activity.end(at: context.eventLoop.now)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writeDeadline?.cancel()
        writeDeadline = context.channel.isWritable ? nil : close(context, after: limits.stallTime)
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, answersOwed == 0 else { return context.fireErrorCaught(error) }
        refuse(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelAll()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelAll() }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        answersOwed += 1
        activity.begin()
        cancelRequestDeadline()
        let isImport = head.method == .PUT && head.uri.contains("/import")
        requestDeadline = close(context, after: isImport ? limits.importTime : limits.requestTime)
        guard head.version == .http1_1, head.headers[canonicalForm: "expect"].contains("100-continue") else { return }
        owesContinue = true
        if answersOwed == 1 { sendContinue(context) }
    }

    /// Sends `100 Continue` (RFC 9110 §10.1.1), only between answers.
    private func sendContinue(_ context: ChannelHandlerContext) {
        guard owesContinue else { return }
        owesContinue = false
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// Reports that the bytes are not a request, and closes the connection.
    private func refuse(_ context: ChannelHandlerContext) {
        let problem = Problem(.malformed, "the bytes on the connection are no HTTP/1.1 request")
        let body = ((try? ControlJSON.encoder().encode(problem)) ?? Data()) + Data("\n".utf8)
        var head = HTTPResponseHead(version: .http1_1, status: .badRequest)
        head.headers.add(name: "content-type", value: "application/problem+json")
        head.headers.add(name: "content-length", value: String(body.count))
        head.headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        let closing = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in closing.value.close(promise: nil) }
    }

    private func close(_ context: ChannelHandlerContext, after time: Duration) -> Scheduled<Void> {
        let closing = NIOLoopBound(context, eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: TimeAmount(time)) { closing.value.close(promise: nil) }
    }

    private func cancelRequestDeadline() {
        requestDeadline?.cancel()
        requestDeadline = nil
    }

    private func cancelAll() {
        cancelRequestDeadline()
        writeDeadline?.cancel()
        writeDeadline = nil
    }
}
