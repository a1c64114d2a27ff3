import NIOCore
import NIOTLS

/// Closes connections that do not use their place: idle ones, TLS handshakes that do not end, requests that arrive too
/// slowly, and answers that the client does not read.
///
/// One coarse timer for each connection checks a few timestamps; nothing is scheduled for each request.
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
    ///   - loop: the connection's event loop; its clock is used.
    ///   - activity: notified when a request is being answered and when that ends.
    ///   - isTLS: whether the connection begins with a TLS handshake.
    init(limits: IntakeLimits, loop: any EventLoop, activity: ConnectionActivity, isTLS: Bool = false) {
        self.limits = limits
        self.loop = loop
        self.activity = activity
        isShakingHands = isTLS
        connected = loop.now
    }

    /// The connection is answering, so it counts neither as idle nor as sending.
    func requestComplete() {
        requestSince = nil
        activity.begin()
    }

    /// The answer was handed over; the next request may begin.
    func answered(toKnownCaller known: Bool) {
        isKnown = isKnown || known
        // A request that was sent ahead had to wait for us, so its time begins now.
        if requestSince != nil { requestSince = loop.now }
        activity.end(at: loop.now)
    }

    /// Whether the connection may stay open after the next answer. A newcomer may only within its time limit.
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
