package import GatehouseModel

/// How the console stands with its daemon. A state machine without clock or dice: both are passed in.
package struct Connection: Sendable, Hashable {
    package enum Phase: Sendable, Hashable {
        /// The stream has been asked for.
        case connecting
        /// The stream is open; what is shown is being read again.
        case syncing
        case live
        /// The stream broke; it is asked for again at `retryAt`, for ever.
        case lost(reason: String, retryAt: Timestamp)
    }

    package private(set) var phase: Phase = .connecting
    /// Which stream is the present one; news of older ones are ignored.
    package private(set) var generation = 0
    /// Tries since the last success.
    package private(set) var attempts = 0
    /// The position to go on from; nil before the first event.
    package private(set) var position: Int64?
    /// When anything was last heard, on this machine's clock.
    package private(set) var heard: Timestamp
    /// Which run of the daemon this is.
    package private(set) var instance: String?
    /// Whether nothing was heard yet of a run other than the one before.
    private var isNewRun = false
    package private(set) var heartbeat: Duration = .seconds(5)
    /// What to add to this machine's clock to have the daemon's, milliseconds.
    package private(set) var skew: Int64 = 0
    /// Whether the daemon was asked not to send calls.
    package var paused = false

    package init(now: Timestamp) { heard = now }

    /// The shortest and the longest wait before trying again.
    package static let backOff = (shortest: Duration.milliseconds(250), longest: Duration.seconds(5))

    /// Asks for a stream; its news carry the returned generation.
    package mutating func begin(now: Timestamp) -> Int {
        generation += 1
        phase = .connecting
        return generation
    }

    /// The stream said hello. True when it is another run of the daemon than before, whose positions mean nothing here.
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

    /// Whether the event now heard is the first of another run. A gap there lies between positions that have nothing
    /// to do with each other.
    mutating func beginsRun() -> Bool {
        defer { isNewRun = false }
        return isNewRun
    }

    /// An event came.
    package mutating func hear(_ event: Event, now: Timestamp) {
        heard = now
        skew = event.time.milliseconds - now.milliseconds
        position = max(position ?? event.sequence, event.sequence)
    }

    /// All that is shown has been read.
    package mutating func synced() {
        if phase == .syncing { phase = .live }
    }

    /// The stream ended. `jitter` is in 0..<1.
    package mutating func ended(reason: String, now: Timestamp, jitter: Double) {
        let doubled = Self.backOff.shortest * Double(1 << min(attempts, 5))
        let wait = min(doubled, Self.backOff.longest) * (0.5 + jitter / 2)
        attempts += 1
        phase = .lost(reason: reason, retryAt: now + max(wait, Self.backOff.shortest))
    }

    /// Forgets the position: the next stream starts now.
    package mutating func forgetPosition() { position = nil }

    /// How long the data shown has been old; nil while it is fresh.
    package func staleness(now: Timestamp) -> Duration? {
        let silence = now.since(heard)
        switch phase {
        case .lost: return silence
        case .connecting where attempts > 0: return silence
        case .connecting, .syncing, .live: return silence > heartbeat * 2.5 ? silence : nil
        }
    }

    /// The daemon's clock.
    package func daemonTime(_ now: Timestamp) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + skew)
    }

    /// When the state changes by itself.
    package var retryAt: Timestamp? {
        guard case .lost(_, let retryAt) = phase else { return nil }
        return retryAt
    }
}
