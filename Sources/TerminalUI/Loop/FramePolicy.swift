/// How often data may be drawn: keys at once, data at a calm rate, less when the far end is slow. Pure; time is given.
struct FramePolicy: Sendable {
    /// A flush that takes longer means that the link is full.
    static let slowFlush = Duration.milliseconds(50)
    static let longest = Duration.seconds(2)

    /// Ten frames a second here, five over a network.
    let shortest: Duration
    private(set) var interval: Duration
    private var last: ContinuousClock.Instant?

    init(isRemote: Bool) {
        shortest = .milliseconds(isRemote ? 200 : 100)
        interval = shortest
    }

    /// How long data must still wait; zero when it may be drawn now.
    func delay(at now: ContinuousClock.Instant) -> Duration {
        guard let last else { return .zero }
        return max(.zero, last + interval - now)
    }

    /// A frame was sent and took that long: slow ones halve the rate, quick ones win it back slowly.
    mutating func sent(at now: ContinuousClock.Instant, took: Duration) {
        last = now
        interval =
            took > FramePolicy.slowFlush
            ? min(FramePolicy.longest, interval * 2)
            : max(shortest, interval * 9 / 10)
    }
}
