import NIOCore

/// Closes connections that hold a place without using it: silent ones, requests that drip, answers not taken.
///
/// One coarse timer per connection looks at three marks; nothing is scheduled per request.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: IntakeLimits
    private var timer: RepeatedTask?
    private var idleSince = NIODeadline.now()
    private var requestSince: NIODeadline?
    private var stalledSince: NIODeadline?

    init(limits: IntakeLimits) { self.limits = limits }

    /// The connection is answering: neither idle nor sending.
    func requestComplete() { requestSince = nil }

    /// The answer has been handed over; the next request may begin.
    func answered() { idleSince = .now() }

    func handlerAdded(context: ChannelHandlerContext) {
        let step = TimeAmount.nanoseconds(
            max(min(limits.request.nanoseconds, limits.write.nanoseconds, limits.idle.nanoseconds) / 5, 1_000_000)
        )
        let channel = context.channel
        let guardian = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { _ in
            if guardian.value.isOverdue(at: .now()) { channel.close(promise: nil) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if requestSince == nil { requestSince = .now() }
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalledSince = context.channel.isWritable ? nil : .now()
        context.fireChannelWritabilityChanged()
    }

    private func isOverdue(at now: NIODeadline) -> Bool {
        if let since = stalledSince, now - since > limits.write { return true }
        if let since = requestSince { return now - since > limits.request }
        return now - idleSince > limits.idle
    }
}
