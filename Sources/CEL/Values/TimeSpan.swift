/// A duration in nanoseconds. 64 bits hold about 292 years in either direction.
package struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Throws if the sum is out of range.
    package init(seconds: Int64, nanoseconds: Int64) throws(Failure) {
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: TimePoint.nanosecondsPerSecond)
        let (sum, carry) = whole.addingReportingOverflow(nanoseconds)
        guard !overflow, !carry else { throw .durationRange }
        self.nanoseconds = sum
    }

    /// Reads `1h30m`, `1.5s`, `-250ms`; throws what is wrong with it.
    package init(_ text: String) throws(Failure) {
        var reader = ClockReader(text)
        guard let nanoseconds = reader.duration() else {
            throw .invalid("'\(text.clipped)' is no duration such as 1h30m or 1.5s, or is longer than 292 years")
        }
        self.nanoseconds = nanoseconds
    }

    /// Seconds with as many decimals as they need: `5400s`, `1.5s`.
    package var description: String {
        let (whole, part) = nanoseconds.magnitude.quotientAndRemainder(
            dividingBy: TimePoint.nanosecondsPerSecond.magnitude
        )
        return "\(nanoseconds < 0 ? "-" : "")\(whole)\(decimals(Int64(part)))s"
    }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (left: TimeSpan, right: TimeSpan) throws(Failure) -> TimeSpan {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        guard !overflow else { throw .durationRange }
        return TimeSpan(nanoseconds: sum)
    }

    static func - (left: TimeSpan, right: TimeSpan) throws(Failure) -> TimeSpan {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        guard !overflow else { throw .durationRange }
        return TimeSpan(nanoseconds: difference)
    }
}
