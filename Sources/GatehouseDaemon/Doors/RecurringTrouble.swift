package import NIOCore

/// A trouble that may happen thousands of times a second: told when it begins, once a minute while it lasts, and when it
/// is over.
package struct RecurringTrouble: Sendable {
    /// What there is to tell. The counts are of what happened: since the beginning, since the last line, altogether.
    package enum News: Sendable, Hashable {
        case began(Int)
        case lasts(Int)
        case ended(Int)
    }

    /// It is over when it has not happened for this long.
    package static let calm = TimeAmount.seconds(5)
    /// Between two lines while it lasts.
    package static let step = TimeAmount.minutes(1)

    /// How often it has happened since it began; 0 when it is over.
    package private(set) var count = 0
    private var last = NIODeadline.distantPast
    private var told: (count: Int, at: NIODeadline)?

    package init() {}

    package mutating func note(at now: NIODeadline) {
        count += 1
        last = now
    }

    /// What to tell now, if anything. Call it about once a second.
    package mutating func news(at now: NIODeadline) -> News? {
        guard count > 0 else { return nil }
        guard let told else {
            self.told = (count, now)
            return .began(count)
        }
        if now - last > Self.calm {
            defer { self = RecurringTrouble() }
            return .ended(count)
        }
        guard now - told.at >= Self.step else { return nil }
        self.told = (count, now)
        return .lasts(count - told.count)
    }
}
