/// Parses RFC 3339 timestamps and durations such as `1h30m`.
struct ClockReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The whole text as a timestamp; nil if it is not one. The caller checks the range of years.
    mutating func timestamp() -> (seconds: Int64, nanoseconds: Int32)? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
            let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            (1...12).contains(month), day >= 1, day <= CivilDate.length(year: year, month: month),
            hour < 24, minute < 60, second < 60, let nanoseconds = fraction(), let offset = zone(), place == bytes.count
        else { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        return (
            Int64(days * 86_400 + hour * 3600 + minute * 60 + second - offset), Int32(truncatingIfNeeded: nanoseconds)
        )
    }

    /// The whole text as a duration in nanoseconds; nil if it is not one, or longer than about 292 years.
    mutating func duration() -> Int64? {
        let negative = take("-")
        if !negative { _ = take("+") }
        if place + 1 == bytes.count, take("0") { return 0 }
        var total: UInt64 = 0
        guard place < bytes.count else { return nil }
        while place < bytes.count {
            guard let part = durationPart() else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        // The negative range is larger by one.
        guard negative, total > 0 else { return Int64(exactly: total) }
        return Int64(exactly: total - 1).map { -$0 - 1 }
    }

    /// An offset in seconds: `+01:00`, `-02:30`, or without a sign, as time-zone arguments allow; nil if it is not one.
    mutating func offset(signRequired: Bool) -> Int? {
        let negative = take("-")
        guard negative || take("+") || !signRequired else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (negative ? -1 : 1)
    }

    /// Whether the whole text has been read.
    var isAtEnd: Bool { place == bytes.count }

    private mutating func zone() -> Int? {
        take("Z") ? 0 : offset(signRequired: true)
    }

    private mutating func durationPart() -> UInt64? {
        let (whole, wholeDigits) = digits()
        var part: (value: Int64, scale: Int64) = (0, 1)
        var fractionDigits = 0
        if take(".") { (part, fractionDigits) = scaledDigits() }
        guard let whole, wholeDigits + fractionDigits > 0, let unit = unit() else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: UInt64(truncatingIfNeeded: unit))
        let (fraction, _) = part.scale.dividingFullWidth(part.value.multipliedFullWidth(by: unit))
        let (sum, carry) = product.addingReportingOverflow(UInt64(truncatingIfNeeded: fraction))
        return overflow || carry ? nil : sum
    }

    private mutating func unit() -> Int64? {
        for (name, nanoseconds) in Self.units where bytes[place...].starts(with: name.utf8) {
            place += name.utf8.count
            return nanoseconds
        }
        return nil
    }

    private static let units: [(String, Int64)] = [
        ("ns", 1), ("us", 1000), ("µs", 1000), ("μs", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    private mutating func digits() -> (UInt64?, Int) {
        let start = place
        var value: UInt64? = 0
        while place < bytes.count, let digit = Self.digit(bytes[place]) {
            value = value.flatMap { value in
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(UInt64(truncatingIfNeeded: digit))
                return overflow || carry ? nil : sum
            }
            place += 1
        }
        return (value, place - start)
    }

    private mutating func scaledDigits() -> ((value: Int64, scale: Int64), Int) {
        let start = place
        var value: Int64 = 0
        var scale: Int64 = 1
        while place < bytes.count, let digit = Self.digit(bytes[place]) {
            // Eighteen digits are far below a nanosecond in any unit.
            if place - start < 18 {
                value = value * 10 + Int64(digit)
                scale *= 10
            }
            place += 1
        }
        return ((value, scale), place - start)
    }

    private mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        let ((value, scale), count) = scaledDigits()
        guard count > 0 else { return nil }
        return scale > 1_000_000_000
            ? Int(value / (scale / 1_000_000_000)) : Int(value * (1_000_000_000 / scale))
    }

    private mutating func number(_ width: Int) -> Int? {
        guard place + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[place..<place + width] {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        place += width
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (48...57).contains(byte) ? Int(byte) - 48 : nil
    }
}
