import NIOCore
import NIOSSL
import NIOTLS

/// Waits for the end of a TLS handshake and reports the negotiated version.
///
/// Lives on its connection's event loop and is only used there.
final class Handshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private var promise: EventLoopPromise<TLSVersion?>?
    private let host: String

    init(_ promise: EventLoopPromise<TLSVersion?>, host: String) {
        self.promise = promise
        self.host = host
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            // Read the version now, because the server may close the connection at any time.
            finish(.success((try? context.pipeline.syncOperations.nioSSL_tlsVersion()) ?? nil))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard promise != nil else { return context.fireErrorCaught(error) }
        finish(.failure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(OutboundFailure(.tls, "\(host) closed the connection during the TLS handshake")))
        context.fireChannelInactive()
    }

    /// The deadline has passed.
    func giveUp(_ channel: any Channel) {
        finish(.failure(OutboundFailure(.timeout, "the TLS handshake with \(host) took too long")))
        channel.close(promise: nil)
    }

    private func finish(_ result: Result<TLSVersion?, any Error>) {
        promise?.completeWith(result)
        promise = nil
    }
}
