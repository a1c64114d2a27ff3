import NIOCore
import NIOHTTP1

/// NIO's HTTP/1.1 decoder, changed to ignore offers to upgrade the protocol (RFC 9110 §7.8).
///
/// After a request that offers an upgrade, NIO's decoder stops reading, because it expects another protocol. Gatehouse
/// never upgrades, so the following bytes are the next request, and this decoder continues with a new NIO decoder. The
/// handler after it must pass each part to `note`.
final class RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private let limits: NIOHTTPDecoderLimitConfiguration
    private var decoder: HTTPRequestDecoder
    /// Whether the current request may stop NIO's decoder.
    private var mayStop = false
    /// Whether such a request is complete, so that NIO's decoder may have stopped.
    private var mayHaveStopped = false

    init(limits: NIOHTTPDecoderLimitConfiguration) {
        self.limits = limits
        decoder = HTTPRequestDecoder(limitConfiguration: limits)
    }

    /// Inspects a part that has just left the decoder.
    func note(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): mayStop = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        case .body: break
        case .end: mayHaveStopped = mayStop
        }
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let state = try decoder.decode(context: context, buffer: &buffer)
        guard mayHaveStopped else { return state }
        mayHaveStopped = false
        guard isBetweenRequests(context) else { return state }
        decoder.decoderRemoved(context: context)
        decoder = HTTPRequestDecoder(limitConfiguration: limits)
        decoder.decoderAdded(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }

    /// Whether NIO's decoder has stopped or holds no part of a request, so that it can be replaced.
    ///
    /// A decoder that has stopped ignores the end of input, one between requests accepts it, and one within a request
    /// throws and is otherwise unchanged.
    private func isBetweenRequests(_ context: ChannelHandlerContext) -> Bool {
        var nothing = ByteBuffer()
        do {
            _ = try decoder.decodeLast(context: context, buffer: &nothing, seenEOF: true)
            return true
        } catch {
            return false
        }
    }

    func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) throws -> DecodingState {
        while buffer.readableBytes > 0, case .continue = try decode(context: context, buffer: &buffer) {}
        return try decoder.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
    }

    func decoderAdded(context: ChannelHandlerContext) { decoder.decoderAdded(context: context) }

    func decoderRemoved(context: ChannelHandlerContext) { decoder.decoderRemoved(context: context) }
}
