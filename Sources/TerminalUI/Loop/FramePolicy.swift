/// Limits how often changes in data are drawn: less often on a slow connection. Keys are always drawn at once. Pure;
/// the time is passed in.
///
/// After a quiet period a few frames may follow each other directly, so that the data a key asked for is drawn when it
/// arrives, not at the next interval.
struct FramePolicy: Sendable {
    /// A flush that takes longer means that the connection is saturated.
    static let slowFlush = Duration.milliseconds(50)
    static let longest = Duration.seconds(2)
    /// The number of frames that may follow each other directly after a quiet period.
    static let burst = 6

    /// Ten frames per second locally, five over a network.
    let shortest: Duration
    private(set) var interval: Duration
    /// The time at which a full burst is available again.
    private var rested: ContinuousClock.Instant?

    init(isRemote: Bool) {
        shortest = .milliseconds(isRemote ? 200 : 100)
        interval = shortest
    }

    /// How long the next frame for data must wait, at most one interval; zero if it may be drawn now.
    func delay(at now: ContinuousClock.Instant) -> Duration {
        guard let rested else { return .zero }
        return max(.zero, rested - interval * (FramePolicy.burst - 1) - now)
    }

    /// Records a frame and how long it took. A slow one halves the rate and uses up the burst; quick ones restore the
    /// rate gradually.
    mutating func sent(at now: ContinuousClock.Instant, took: Duration) {
        let isSlow = took > FramePolicy.slowFlush
        interval = isSlow ? min(FramePolicy.longest, interval * 2) : max(shortest, interval * 9 / 10)
        let spent = now + interval * FramePolicy.burst
        rested = isSlow ? spent : min(spent, max(rested ?? now, now) + interval)
    }
}
