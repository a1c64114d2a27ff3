import NIOCore
import NIOTLS

/// Closes connections that hold a place without using it: silent ones, TLS handshakes that do not end, requests that
/// drip, answers not taken.
///
/// One coarse timer per connection looks at a few marks; nothing is scheduled per request.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limits: IntakeLimits
    private let loop: any EventLoop
    private let activity: ConnectionActivity
    private let connected: NIODeadline
    private var timer: RepeatedTask?
    private var isShakingHands: Bool
    private var requestSince: NIODeadline?
    private var stalledSince: NIODeadline?
    /// Whether a call of this connection was authenticated.
    private(set) var isKnown = false

    /// - Parameters:
    ///   - loop: the connection's event loop, whose clock counts.
    ///   - activity: is told when an answer is due and when it was given.
    ///   - isTLS: whether a handshake comes first.
    init(limits: IntakeLimits, loop: any EventLoop, activity: ConnectionActivity, isTLS: Bool = false) {
        self.limits = limits
        self.loop = loop
        self.activity = activity
        isShakingHands = isTLS
        connected = loop.now
    }

    /// The connection is answering: neither idle nor sending.
    func requestComplete() {
        requestSince = nil
        activity.begin()
    }

    /// The answer has been handed over; the next request may begin.
    func answered(toKnownCaller known: Bool) {
        isKnown = isKnown || known
        // A request sent ahead has waited for us, so its time begins now.
        if requestSince != nil { requestSince = loop.now }
        activity.end(at: loop.now)
    }

    /// Whether the connection may go on after the next answer: a newcomer only for as long as its patience lasts.
    var mayStay: Bool { isKnown || loop.now - connected <= limits.newcomer }

    func handlerAdded(context: ChannelHandlerContext) {
        let shortest = [limits.request, limits.write, limits.idle, limits.newcomer, limits.handshake].min()
        let step = TimeAmount.nanoseconds(max((shortest?.nanoseconds ?? 0) / 5, 1_000_000))
        let bound = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { _ in
            let (guardian, channel) = bound.value
            guard guardian.isOverdue(at: guardian.loop.now) else { return }
            if guardian.isKnown { channel.close(promise: nil) } else { channel.cut() }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(TLSUserEvent.handshakeCompleted) = event as? TLSUserEvent { isShakingHands = false }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if requestSince == nil { requestSince = loop.now }
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalledSince = context.channel.isWritable ? nil : loop.now
        context.fireChannelWritabilityChanged()
    }

    private func isOverdue(at now: NIODeadline) -> Bool {
        if let since = stalledSince, now - since > limits.write { return true }
        if isShakingHands { return now - connected > limits.handshake }
        guard let idleSince = activity.idleSince else { return false }
        if let since = requestSince { return now - since > limits.request }
        return now - idleSince > (isKnown ? limits.idle : limits.newcomer)
    }
}
