/// A point in time between 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z, to the nanosecond.
package struct TimePoint: Sendable, Hashable, Comparable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int64
    /// 0 to 999,999,999 after `seconds`.
    package let nanoseconds: Int32

    static let epoch = TimePoint(uncheckedSeconds: 0, nanoseconds: 0)
    private static let earliest: Int64 = -62_135_596_800
    private static let latest: Int64 = 253_402_300_799
    static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// Throws if the time lies outside the years 0001 to 9999.
    package init(seconds: Int64, nanoseconds: Int32 = 0) throws(Failure) {
        guard (Self.earliest...Self.latest).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
            throw .timeRange
        }
        self.init(uncheckedSeconds: seconds, nanoseconds: nanoseconds)
    }

    private init(uncheckedSeconds seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: TimePoint, right: TimePoint) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    static func + (time: TimePoint, span: TimeSpan) throws(Failure) -> TimePoint {
        let (whole, part) = span.nanoseconds.quotientAndRemainder(dividingBy: nanosecondsPerSecond)
        let nanoseconds = Int64(time.nanoseconds) + part
        let carry: Int64 = nanoseconds < 0 ? -1 : (nanoseconds >= nanosecondsPerSecond ? 1 : 0)
        return try TimePoint(
            seconds: time.seconds + whole + carry,
            nanoseconds: Int32(truncatingIfNeeded: nanoseconds - carry * nanosecondsPerSecond)
        )
    }

    static func - (time: TimePoint, span: TimeSpan) throws(Failure) -> TimePoint {
        guard span.nanoseconds != .min else { throw .timeRange }
        return try time + TimeSpan(nanoseconds: -span.nanoseconds)
    }

    static func - (left: TimePoint, right: TimePoint) throws(Failure) -> TimeSpan {
        try TimeSpan(
            seconds: left.seconds - right.seconds,
            nanoseconds: Int64(left.nanoseconds) - Int64(right.nanoseconds)
        )
    }
}
