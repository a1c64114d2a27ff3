extension Duration {
    /// Parses a whole number and a unit: `500ms`, `30s`, `5m`, `2h`, `14d`. Nil for anything else, and beyond 100
    /// years.
    package init?(notation text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number <= 3_153_600_000_000 else { return nil }
        let milliseconds: Int64? =
            switch text[digits.endIndex...] {
            case "ms": 1
            case "s": 1000
            case "m": 60_000
            case "h": 3_600_000
            case "d": 86_400_000
            default: nil
            }
        guard let milliseconds else { return nil }
        let (total, overflow) = number.multipliedReportingOverflow(by: milliseconds)
        guard !overflow, total <= 3_153_600_000_000 else { return nil }
        self = .milliseconds(total)
    }

    /// The shortest notation for exactly this duration, to the millisecond: `2h`, `90s`.
    package var notation: String {
        let (seconds, attoseconds) = components
        let total = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let units: [(Int64, String)] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")]
        for (size, unit) in units where total != 0 && total % size == 0 { return "\(total / size)\(unit)" }
        return total == 0 ? "0s" : "\(total)ms"
    }
}
