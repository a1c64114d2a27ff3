package import NIOCore

/// A condition that may occur thousands of times a second: reported when it begins, once a minute while it lasts, and
/// when it ends.
package struct RecurringTrouble: Sendable {
    /// What to report. The counts are occurrences: since the beginning, since the last report, and in total.
    package enum News: Sendable, Hashable {
        case began(Int)
        case lasts(Int)
        case ended(Int)
    }

    /// The condition has ended if it has not occurred for this long.
    package static let calm = TimeAmount.seconds(5)
    /// The time between two reports while it lasts.
    package static let step = TimeAmount.minutes(1)

    /// The number of occurrences since it began; 0 when it has ended.
    package private(set) var count = 0
    private var last = NIODeadline.distantPast
    private var lastNews: (count: Int, at: NIODeadline)?

    package init() {}

    package mutating func note(at now: NIODeadline) {
        count += 1
        last = now
    }

    /// What to report now, if anything. To be called about once a second.
    package mutating func news(at now: NIODeadline) -> News? {
        guard count > 0 else { return nil }
        guard let lastNews else {
            self.lastNews = (count, now)
            return .began(count)
        }
        if now - last > Self.calm {
            defer { self = RecurringTrouble() }
            return .ended(count)
        }
        guard now - lastNews.at >= Self.step else { return nil }
        self.lastNews = (count, now)
        return .lasts(count - lastNews.count)
    }
}
