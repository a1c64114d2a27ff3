package import GatehouseModel

/// A fast parser for call events, the only kind of event that can arrive a thousand times a second. Parses one in a
/// single pass over its bytes.
///
/// It knows the members of a call event and the simplest way to write them. Anything else (another type, an unknown or
/// repeated member, an escape in a text, white space, a number with an exponent) is left to `JSONDecoder`. For every
/// line that it accepts, both give the same result.
package struct CallEventScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Parses the event on a line; nil if the line must be left to the decoder.
    package static func event(on line: ArraySlice<UInt8>) -> Event? {
        line.withUnsafeBufferPointer { bytes in
            var scanner = CallEventScanner(bytes)
            return scanner.event()
        }
    }

    // MARK: The event

    private mutating func event() -> Event? {
        var sequence: Int64?
        var time: Timestamp?
        var isCall = false
        var call: CallSummary?
        let isWhole = members { scanner, name in
            switch name.count {
            case 8 where name.elementsEqual("sequence".utf8) && sequence == nil:
                sequence = scanner.integer()
                return sequence != nil
            case 4 where name.elementsEqual("time".utf8) && time == nil:
                time = scanner.timestamp()
                return time != nil
            case 4 where name.elementsEqual("type".utf8) && !isCall:
                isCall = scanner.text().map { $0.elementsEqual("call".utf8) } ?? false
                return isCall
            case 4 where name.elementsEqual("call".utf8) && call == nil:
                call = scanner.call()
                return call != nil
            default: return false
            }
        }
        guard isWhole, place == bytes.count, isCall, let sequence, let time, let call else { return nil }
        return Event(sequence: sequence, time: time, body: .call(call))
    }

    private mutating func call() -> CallSummary? {
        var parts = CallParts()
        guard members({ scanner, name in parts.read(name, from: &scanner) }) else { return nil }
        return parts.call
    }

    // MARK: JSON

    /// Parses an object. False if it is not in the simplest form, or `read` rejects a member.
    private mutating func members(
        _ read: (inout CallEventScanner, UnsafeBufferPointer<UInt8>.SubSequence) -> Bool
    ) -> Bool {
        guard take("{") else { return false }
        while true {
            guard let name = text(), take(":"), read(&self, name) else { return false }
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// The bytes of a text without escapes and control characters.
    mutating func text() -> UnsafeBufferPointer<UInt8>.SubSequence? {
        guard take("\"") else { return nil }
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                defer { place += 1 }
                return bytes[start..<place]
            case UInt8(ascii: "\\"), 0..<0x20: return nil
            default: place += 1
            }
        }
        return nil
    }

    mutating func string() -> String? {
        text().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// An array of texts.
    mutating func strings() -> [String]? {
        guard take("[") else { return nil }
        if take("]") { return [] }
        var strings: [String] = []
        while let string = string() {
            strings.append(string)
            if take("]") { return strings }
            guard take(",") else { return nil }
        }
        return nil
    }

    /// Decimal digits, at most 15, so that the value is exact.
    private mutating func digits(atMost limit: Int = 15) -> (value: Int64, count: Int)? {
        var value: Int64 = 0
        let start = place
        while place < bytes.count, place - start < limit, case let digit = bytes[place] &- 0x30, digit < 10 {
            value = value * 10 + Int64(digit)
            place += 1
        }
        return place > start ? (value, place - start) : nil
    }

    /// A non-negative whole number in JSON notation, without leading zeros.
    mutating func integer() -> Int64? {
        let first = place < bytes.count ? bytes[place] : 0
        guard let (value, count) = digits(), endsNumber, first != 0x30 || count == 1 else { return nil }
        return value
    }

    private var endsNumber: Bool {
        place < bytes.count && (bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: "}"))
    }

    /// A non-negative number with at most nine digits before the decimal point and three after it. Both parts are
    /// exact, so their quotient is the double nearest to the written number.
    mutating func double() -> Double? {
        let first = place < bytes.count ? bytes[place] : 0
        guard let whole = digits(atMost: 9), first != 0x30 || whole.count == 1 else { return nil }
        guard take(".") else { return endsNumber ? Double(whole.value) : nil }
        guard let fraction = digits(atMost: 3), endsNumber else { return nil }
        let scale: Int64 = fraction.count == 1 ? 10 : fraction.count == 2 ? 100 : 1000
        return Double(whole.value * scale + fraction.value) / Double(scale)
    }

    /// `2026-11-23T14:02:10.084Z`.
    mutating func timestamp() -> Timestamp? {
        guard let text = text(), text.count == 24 else { return nil }
        var digits = CallEventScanner(UnsafeBufferPointer(rebasing: text))
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), digits.take("T"), let hour = digits.number(2), digits.take(":"),
            let minute = digits.number(2), digits.take(":"), let second = digits.number(2), digits.take("."),
            let millisecond = digits.number(3), digits.take("Z")
        else { return nil }
        return Timestamp(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second,
            millisecond: millisecond
        )
    }

    private mutating func number(_ count: Int) -> Int64? {
        guard let (value, found) = digits(atMost: count), found == count else { return nil }
        return value
    }

    /// Consumes `null`.
    mutating func null() -> Bool {
        guard place + 4 <= bytes.count, bytes[place..<place + 4].elementsEqual("null".utf8) else { return false }
        place += 4
        return true
    }
}
