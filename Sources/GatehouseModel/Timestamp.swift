#if canImport(Glibc)
import Glibc
#endif

/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// On the wire it is RFC 3339 in UTC with three decimals: `2026-11-23T11:44:29.120Z`.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since the Unix epoch.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The current time of the system's real-time clock.
    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let whole = Int64(time.tv_sec).multipliedSaturated(by: 1000)
        return Timestamp(milliseconds: whole.addingSaturated(Int64(time.tv_nsec) / 1_000_000))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The later point in time, clamped to the range of the type.
    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds.addingSaturated(duration.wholeMilliseconds))
    }

    /// The earlier point in time, clamped to the range of the type.
    package static func - (moment: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds.subtractingSaturated(duration.wholeMilliseconds))
    }

    /// The time from `earlier` to this one; negative if `earlier` is later.
    package func since(_ earlier: Timestamp) -> Duration {
        .milliseconds(milliseconds.subtractingSaturated(earlier.milliseconds))
    }
}

extension Duration {
    /// The duration in milliseconds, rounded towards zero and clamped to the range of the type.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedSaturated(by: 1000).addingSaturated(attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC with milliseconds. Times outside the years 0 to 9999, which the notation cannot express, are
    /// written as the first or the last time within them.
    package var description: String {
        let milliseconds = min(max(milliseconds, Self.first), Self.last)
        let day = milliseconds.floorDivided(by: 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let (year, month, dayOfMonth) = Self.civil(fromDays: day)
        var text = ""
        text.reserveCapacity(24)
        func put(_ number: Int64, _ width: Int) {
            let digits = String(number)
            for _ in digits.utf8.count..<max(width, digits.utf8.count) { text.append("0") }
            text.append(digits)
        }
        put(year, 4)
        text.append("-")
        put(month, 2)
        text.append("-")
        put(dayOfMonth, 2)
        text.append("T")
        put(rest / 3_600_000, 2)
        text.append(":")
        put(rest / 60_000 % 60, 2)
        text.append(":")
        put(rest / 1000 % 60, 2)
        text.append(".")
        put(rest % 1000, 3)
        text.append("Z")
        return text
    }

    /// 0000-01-01T00:00:00.000Z.
    private static let first = days(fromCivil: 0, 1, 1) * 86_400_000
    /// 9999-12-31T23:59:59.999Z.
    private static let last = days(fromCivil: 10_000, 1, 1) * 86_400_000 - 1

    /// Reads RFC 3339 with `Z` or a numeric offset; the fraction is optional and cut to milliseconds. A bare date
    /// (`2026-11-23`) means midnight in UTC. Nil for anything else.
    package init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = Self.days(fromCivil: Int64(year), Int64(month), Int64(day))
        guard Self.civil(fromDays: days).2 == Int64(day) else { return nil }
        if scanner.isAtEnd {
            self.init(milliseconds: days * 86_400_000)
            return
        }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2), hour < 24, minute < 60, second < 61
        else { return nil }
        var fraction = 0
        if scanner.take(".") {
            guard let cut = scanner.fraction() else { return nil }
            fraction = cut
        }
        var offset: Int64 = 0
        if !(scanner.take("Z") || scanner.take("z")) {
            let sign: Int64
            if scanner.take("+") { sign = 1 } else if scanner.take("-") { sign = -1 } else { return nil }
            guard let hours = scanner.digits(2), scanner.take(":"), let minutes = scanner.digits(2) else { return nil }
            offset = sign * Int64(hours * 60 + minutes) * 60_000
        }
        guard scanner.isAtEnd else { return nil }
        let time = Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(fraction)
        self.init(milliseconds: days * 86_400_000 + time - offset)
    }

    /// Reads the time up to which something is valid. A date without a time means through that day in UTC, so the
    /// result is the start of the next day. Otherwise as `init(_:)`.
    package init?(validThrough text: String) {
        guard let moment = Timestamp(text) else { return nil }
        let isDate = text.utf8.count == 10
        self.init(milliseconds: moment.milliseconds + (isDate ? 86_400_000 : 0))
    }

    /// A point in time from its parts in UTC; nil if there is no such date or time (a leap second is accepted).
    package init?(
        year: Int64,
        month: Int64,
        day: Int64,
        hour: Int64,
        minute: Int64,
        second: Int64,
        millisecond: Int64
    ) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0..<61).contains(second), (0..<1000).contains(millisecond)
        else { return nil }
        let days = Self.days(fromCivil: year, month, day)
        guard day <= 28 || Self.civil(fromDays: days).2 == day else { return nil }
        let time = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
        self.init(milliseconds: days * 86_400_000 + time)
    }

    /// Days since the epoch → proleptic Gregorian date (algorithm: H. Hinnant, "chrono-compatible low-level date").
    private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }

    private static func days(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let moment = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time: \(text)")
        }
        self = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// Reads fixed-width decimal numbers from the start of a short text.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(truncatingIfNeeded: first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
            rest.removeFirst()
        }
        return number
    }

    mutating func fraction() -> Int? {
        var number = 0
        var count = 0
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            if count < 3 { number = number * 10 + Int(byte - 0x30) }
            count += 1
            rest.removeFirst()
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 3)..<3 { number *= 10 }
        return number
    }
}
