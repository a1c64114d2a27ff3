package import GatehouseModel

/// The connection to the daemon. A state machine; the clock and random numbers are passed in.
package struct Connection: Sendable, Hashable {
    package enum Phase: Sendable, Hashable {
        /// The stream was requested.
        case connecting
        /// The stream is open; the shown data is being reloaded.
        case syncing
        case live
        /// The stream broke. It is requested again at `retryAt`, without end.
        case lost(reason: String, retryAt: Timestamp)
    }

    package private(set) var phase: Phase = .connecting
    /// The number of the current stream; events of older streams are ignored.
    package private(set) var generation = 0
    /// The number of attempts since the last success.
    package private(set) var attempts = 0
    /// The position from which to resume; nil before the first event.
    package private(set) var position: Int64?
    /// When the last event arrived, by this machine's clock.
    package private(set) var heard: Timestamp
    /// The id of the daemon's run.
    package private(set) var instance: String?
    /// Whether a new run of the daemon has sent no event yet.
    private var isNewRun = false
    package private(set) var heartbeat: Duration = .seconds(5)
    /// The difference from this machine's clock to the daemon's, in milliseconds.
    package private(set) var skew: Int64 = 0
    /// Whether the daemon was asked not to send calls.
    package var paused = false

    package init(now: Timestamp) { heard = now }

    /// The shortest and the longest wait between attempts.
    package static let backOff = (shortest: Duration.milliseconds(250), longest: Duration.seconds(5))

    /// Starts a stream; its events carry the returned generation.
    package mutating func begin(now: Timestamp) -> Int {
        generation += 1
        phase = .connecting
        return generation
    }

    /// Handles the stream's hello. True if this is another run of the daemon, to which old positions do not apply.
    package mutating func opened(_ hello: Event.Hello, at event: Event, now: Timestamp) -> Bool {
        let isAnother = instance != nil && instance != hello.instance
        instance = hello.instance
        heartbeat = .seconds(max(1, min(60, hello.heartbeatSeconds)))
        attempts = 0
        phase = .syncing
        isNewRun = isAnother
        if isAnother || position == nil { position = event.sequence }
        hear(event, now: now)
        return isAnother
    }

    /// Whether this is the first event of a new run. A gap there is between unrelated positions.
    mutating func beginsRun() -> Bool {
        defer { isNewRun = false }
        return isNewRun
    }

    /// Notes an event.
    package mutating func hear(_ event: Event, now: Timestamp) {
        heard = now
        skew = event.time.milliseconds - now.milliseconds
        position = max(position ?? event.sequence, event.sequence)
    }

    /// Notes that all shown data was reloaded.
    package mutating func synced() {
        if phase == .syncing { phase = .live }
    }

    /// Notes the end of the stream. `jitter` is in 0..<1.
    package mutating func ended(reason: String, now: Timestamp, jitter: Double) {
        let doubled = Self.backOff.shortest * Double(1 << min(attempts, 5))
        let wait = min(doubled, Self.backOff.longest) * (0.5 + jitter / 2)
        attempts += 1
        phase = .lost(reason: reason, retryAt: now + max(wait, Self.backOff.shortest))
    }

    /// Forgets the position, so that the next stream starts now.
    package mutating func forgetPosition() { position = nil }

    /// How long the shown data has been stale; nil if it is current.
    package func staleness(now: Timestamp) -> Duration? {
        let silence = now.since(heard)
        switch phase {
        case .lost: return silence
        case .connecting where attempts > 0: return silence
        case .connecting, .syncing, .live: return silence > heartbeat * 2.5 ? silence : nil
        }
    }

    /// The time by the daemon's clock.
    package func daemonTime(_ now: Timestamp) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + skew)
    }

    /// The time of the next change without an event.
    package var retryAt: Timestamp? {
        guard case .lost(_, let retryAt) = phase else { return nil }
        return retryAt
    }
}
