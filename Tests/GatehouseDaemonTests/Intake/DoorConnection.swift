import NIOCore
import NIOEmbedded
import Synchronization
import TestSupport

@testable import GatehouseDaemon

/// One connection of the connector door without a network: its real handlers, a clock that tests move, and calls that
/// are answered at once or on demand.
final class DoorConnection {
    let channel = EmbeddedChannel()
    let journey = ScriptedJourney()
    let activity: ConnectionActivity
    private(set) var welcomes = 0
    private var bytes: [UInt8] = []

    init(limits: IntakeLimits = IntakeLimits(), isTLS: Bool = false) throws {
        activity = ConnectionActivity(at: channel.eventLoop.now)
        let guardian = ConnectionGuard(
            limits: limits,
            loop: channel.eventLoop,
            activity: activity,
            isTLS: isTLS
        )
        try ConnectorDoor.addHandlers(to: channel, guardian: guardian, journey: journey, limits: limits) {
            [unowned self] in welcomes += 1
        }
        channel.connect(to: try SocketAddress(ipAddress: "192.0.2.1", port: 40_000), promise: nil)
    }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

    var isClosed: Bool { !channel.isActive }

    /// Delivers bytes from the client; nothing arrives once the connection is closed.
    func send(_ text: String) {
        guard channel.isActive else { return }
        _ = try? channel.writeInbound(ByteBuffer(string: text))
        channel.embeddedEventLoop.run()
    }

    /// Advances the clock in steps of a tenth of a second, like the timers of a real event loop.
    func pass(_ seconds: Double) {
        for _ in 0..<Int((seconds * 10).rounded()) { channel.embeddedEventLoop.advanceTime(by: .milliseconds(100)) }
    }

    /// Everything that was sent to the client so far.
    var sent: [UInt8] {
        while let buffer = try? channel.readOutbound(as: ByteBuffer.self) { bytes += buffer.readableBytesView }
        return bytes
    }

    var answers: [RawAnswer] { RawAnswer.all(in: sent) }
    var statuses: [Int] { answers.map(\.status) }

    /// A whole request. The journey knows the caller of `/known` and refuses all others.
    static func request(_ path: String = "/known", body: String = "{}", more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: gate.example\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n\(body)"
    }
}

/// Answers 200 at `/known` and 401 elsewhere; each answer repeats the request's path and body.
final class ScriptedJourney: CallAnswering {
    private struct State {
        var isHeld = false
        var waiting: [@Sendable () -> Void] = []
        var requests: [InboundRequest] = []
        var refusals: [Refusal] = []
        var malformed = 0
    }

    private let state = Mutex(State())

    var requests: [InboundRequest] { state.withLock(\.requests) }
    var refusals: [Refusal] { state.withLock(\.refusals) }
    var malformed: Int { state.withLock(\.malformed) }

    /// Makes calls wait until `release`.
    func hold() { state.withLock { $0.isHeld = true } }

    /// Answers the waiting calls, last first, and all further ones at once.
    func release() {
        let waiting = state.withLock { state in
            state.isHeld = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for answer in waiting.reversed() { answer() }
    }

    func answer(_ request: InboundRequest, on loop: any EventLoop, reply: @escaping @Sendable (HTTPAnswer) -> Void) {
        let isKnown = request.path.hasPrefix("/known")
        var answer = HTTPAnswer(
            status: isKnown ? 200 : 401,
            body: Array((request.path + " " + String(buffer: request.body)).utf8)
        )
        answer.isToKnownCaller = isKnown
        let ready = answer
        let waits = state.withLock { state in
            state.requests.append(request)
            if state.isHeld { state.waiting.append { reply(ready) } }
            return state.isHeld
        }
        if !waits { reply(ready) }
    }

    func refuse(
        _ request: InboundRequest,
        _ refusal: Refusal,
        on loop: any EventLoop,
        reply: @escaping @Sendable (HTTPAnswer) -> Void
    ) {
        state.withLock { $0.refusals.append(refusal) }
        reply(refusal.answer)
    }

    func countMalformed() { state.withLock { $0.malformed += 1 } }
}
