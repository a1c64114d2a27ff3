extension TimePoint: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many decimals as it needs: `2009-02-13T23:31:30.5Z`.
    package var description: String {
        let date = CivilDate(secondsSinceEpoch: seconds)
        let day = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        let clock = "\(padded(date.hour, 2)):\(padded(date.minute, 2)):\(padded(date.second, 2))"
        return "\(day)T\(clock)\(decimals(Int64(nanoseconds)))Z"
    }

    /// Reads RFC 3339 (`2009-02-13T23:31:30.123Z`, `…+01:00`); throws what is wrong with it.
    package init(rfc3339 text: String) throws(Failure) {
        var reader = ClockReader(text)
        guard let time = reader.timestamp() else {
            throw .invalid("'\(text.clipped)' is no RFC 3339 timestamp such as 2009-02-13T23:31:30Z")
        }
        try self.init(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}

/// `.5` for 500,000,000 nanoseconds; empty for 0.
func decimals(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = padded(Int(nanoseconds), 9)
    while digits.last == "0" { digits.removeLast() }
    return "." + digits
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
