// Parses values: collections, words, numbers, dates.

extension TOMLParser {
    mutating func value(at path: [String]) throws(TOMLProblem) -> TOMLNode {
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return TOMLNode(.scalar(.string(try string())), .closed)
        case UInt8(ascii: "["): return try array(at: path)
        case UInt8(ascii: "{"): return try inlineTable(at: path)
        default: return TOMLNode(.scalar(try word()), .closed)
        }
    }

    private mutating func array(at path: [String]) throws(TOMLProblem) -> TOMLNode {
        let start = position
        advance()
        var elements: [TOMLNode] = []
        while true {
            try skipBlankLines()
            guard let byte = current else {
                throw problem(
                    at: start,
                    "not TOML: the array that begins here does not end",
                    "write ] after its last element"
                )
            }
            if byte == UInt8(ascii: "]") { break }
            let element = path + [String(elements.count)]
            try check(depth: element.count)
            record(element, key: position, value: contentStart)
            let valueStart = position
            elements.append(try value(at: element))
            entries.append(TOMLDocument.Entry(path: element, key: valueStart, value: valueStart..<position))
            try skipBlankLines()
            if current == UInt8(ascii: ",") {
                advance()
            } else if current != nil, current != UInt8(ascii: "]") {
                throw syntax("\(here) stands where a comma or ] should", "put a comma between the elements of an array")
            }
        }
        advance()
        return TOMLNode(.array(elements), .closed)
    }

    private mutating func inlineTable(at path: [String]) throws(TOMLProblem) -> TOMLNode {
        let start = position
        let table = TOMLNode.table(.closed)
        advance()
        skipSpaces()
        if current == UInt8(ascii: "}") {
            advance()
            return table
        }
        while true {
            skipSpaces()
            try keyAndValue(in: table, at: path)
            skipSpaces()
            switch current {
            case UInt8(ascii: ","): advance()
            case UInt8(ascii: "}"):
                advance()
                return table
            case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                throw problem(
                    at: start,
                    "not TOML: the table that begins here does not end on its line",
                    "write } after its last value"
                )
            default: throw syntax("\(here) stands where a comma or } should", "put a comma between the keys of a table")
            }
        }
    }

    // MARK: - Words

    private mutating func word() throws(TOMLProblem) -> TOMLValue {
        let start = position
        while let byte = current, !Self.endsWord(byte) { advance() }
        // A date and a time may be separated by a space.
        if position - start == 10, current == UInt8(ascii: " "), bytes[start + 4] == UInt8(ascii: "-"),
            position + 1 < bytes.count, Self.isDigit(bytes[position + 1])
        {
            advance()
            while let byte = current, !Self.endsWord(byte) { advance() }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let value = Self.scalar(text) { return value }
        position = start
        guard !text.isEmpty else {
            let isEnd = current == nil || current == UInt8(ascii: "\n") || current == UInt8(ascii: "#")
            throw syntax(isEnd ? "a value is missing" : "\(here) is no value", "write a value; texts stand in quotes")
        }
        throw syntax("\(text.quoted(limit: 40)) is no value", "put texts in quotes: \"…\"")
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20: true
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "="),
            UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private static func scalar(_ text: String) -> TOMLValue? {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "inf", "+inf": return .double(.infinity)
        case "-inf": return .double(-.infinity)
        case "nan", "+nan", "-nan": return .double(.nan)
        default: return integer(text).map(TOMLValue.integer) ?? float(text).map(TOMLValue.double) ?? moment(text)
        }
    }

    private static func integer(_ text: String) -> Int? {
        let bases: [(String, Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
        for (prefix, radix) in bases where text.hasPrefix(prefix) {
            guard let digits = digits(text.dropFirst(2)), digits.first != "-", digits.first != "+" else { return nil }
            return Int(digits, radix: radix)
        }
        guard let digits = digits(unsigned(text)), isPlain(digits) else { return nil }
        return Int((text.hasPrefix("-") ? "-" : "") + digits)
    }

    private static func float(_ text: String) -> Double? {
        let parts = unsigned(text).split(separator: /[eE]/, maxSplits: 1, omittingEmptySubsequences: false)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 || mantissa.count == 2, let whole = digits(mantissa[0]), isPlain(whole) else {
            return nil
        }
        for fraction in mantissa.dropFirst() {
            guard let fraction = digits(fraction), fraction.utf8.allSatisfy(isDigit) else { return nil }
        }
        for exponent in parts.dropFirst() {
            guard let exponent = digits(unsigned(exponent)), exponent.utf8.allSatisfy(isDigit) else { return nil }
        }
        return Double(text.replacing("_", with: ""))
    }

    private static func unsigned(_ text: some StringProtocol) -> Substring {
        let text = Substring(text)
        return text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : text
    }

    /// The text without its underscores, each of which must be between two digits; nil if it is malformed.
    private static func digits(_ text: Substring) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isAlphanumeric) }) else { return nil }
        return parts.joined()
    }

    /// Whether these are decimal digits without a leading zero.
    private static func isPlain(_ digits: String) -> Bool {
        digits.utf8.allSatisfy(isDigit) && (digits.utf8.count == 1 || !digits.hasPrefix("0"))
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// A date, a time or both (RFC 3339, with the offset left out or not).
    private static func moment(_ text: String) -> TOMLValue? {
        let date = #/(\d{4})-(\d\d)-(\d\d)/#
        let time = #/(\d\d):(\d\d):(\d\d)(\.\d+)?/#
        let offset = #/[Zz]|[+-](\d\d):(\d\d)/#
        guard text.utf8.count <= 64, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var rest = text[...]
        if let found = rest.prefixMatch(of: date) {
            guard isDay(Int(found.1) ?? 0, Int(found.2) ?? 0, Int(found.3) ?? 0) else { return nil }
            rest = rest[found.range.upperBound...]
            if rest.isEmpty { return .moment(text) }
            guard let mark = rest.popFirst(), "Tt ".contains(mark) else { return nil }
            guard let clock = rest.prefixMatch(of: time), isClock(clock.1, clock.2, clock.3) else { return nil }
            rest = rest[clock.range.upperBound...]
            if rest.isEmpty { return .moment(text) }
            guard let zone = rest.wholeMatch(of: offset) else { return nil }
            return isClock(zone.1 ?? "0", zone.2 ?? "0", "0") ? .moment(text) : nil
        }
        guard let clock = rest.wholeMatch(of: time), isClock(clock.1, clock.2, clock.3) else { return nil }
        return .moment(text)
    }

    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return day <= [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func isClock(_ hour: Substring, _ minute: Substring, _ second: Substring) -> Bool {
        (Int(hour) ?? 24) < 24 && (Int(minute) ?? 60) < 60 && (Int(second) ?? 61) <= 60
    }
}
