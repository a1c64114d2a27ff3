/// How often data may be drawn: keys at once, data at a calm rate, less when the far end is slow. Pure; time is given.
///
/// After a calm moment a few frames may follow each other at once, so that what a key asked for is on the screen when it
/// comes, and not with the next beat.
struct FramePolicy: Sendable {
    /// A flush that takes longer means that the link is full.
    static let slowFlush = Duration.milliseconds(50)
    static let longest = Duration.seconds(2)
    /// Frames that a calm moment saves up.
    static let burst = 6

    /// Ten frames a second here, five over a network.
    let shortest: Duration
    private(set) var interval: Duration
    /// When all that was saved up is there again.
    private var rested: ContinuousClock.Instant?

    init(isRemote: Bool) {
        shortest = .milliseconds(isRemote ? 200 : 100)
        interval = shortest
    }

    /// How long data must still wait, at most one interval; zero when it may be drawn now.
    func delay(at now: ContinuousClock.Instant) -> Duration {
        guard let rested else { return .zero }
        return max(.zero, rested - interval * (FramePolicy.burst - 1) - now)
    }

    /// A frame was sent and took that long: slow ones halve the rate and use up what was saved, quick ones win the rate
    /// back slowly.
    mutating func sent(at now: ContinuousClock.Instant, took: Duration) {
        let isSlow = took > FramePolicy.slowFlush
        interval = isSlow ? min(FramePolicy.longest, interval * 2) : max(shortest, interval * 9 / 10)
        let spent = now + interval * FramePolicy.burst
        rested = isSlow ? spent : min(spent, max(rested ?? now, now) + interval)
    }
}
