package import GatehouseModel

/// Reads the one kind of event that comes a thousand times a second, a call's, in one pass over its bytes.
///
/// It knows the members of such an event and the plain way of writing them. Whatever is out of the ordinary (another
/// type, an unknown or a repeated member, an escape in a text, white space, a number with an exponent) it leaves to
/// `JSONDecoder`: for every line it reads, both say the same.
package struct CallEventScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The event on a line; nil when it is none for this scanner, right or wrong.
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

    /// Reads an object; false when it is not written plainly, or `read` does not want a member.
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

    fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// The bytes of a text without escapes and controls.
    fileprivate mutating func text() -> UnsafeBufferPointer<UInt8>.SubSequence? {
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

    fileprivate mutating func string() -> String? {
        text().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Decimal digits, at most 15 of them, so that every one counts.
    private mutating func digits(atMost limit: Int = 15) -> (value: Int64, count: Int)? {
        var value: Int64 = 0
        let start = place
        while place < bytes.count, place - start < limit, case let digit = bytes[place] &- 0x30, digit < 10 {
            value = value * 10 + Int64(digit)
            place += 1
        }
        return place > start ? (value, place - start) : nil
    }

    /// A whole number that is not negative, as JSON writes it: no leading zero.
    fileprivate mutating func integer() -> Int64? {
        let first = place < bytes.count ? bytes[place] : 0
        guard let (value, count) = digits(), endsNumber, first != 0x30 || count == 1 else { return nil }
        return value
    }

    private var endsNumber: Bool {
        place < bytes.count && (bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: "}"))
    }

    /// A number that is not negative, of at most nine digits before and three behind the point: both parts are exact,
    /// and so the quotient is the double nearest to what is written.
    fileprivate mutating func double() -> Double? {
        let first = place < bytes.count ? bytes[place] : 0
        guard let whole = digits(atMost: 9), first != 0x30 || whole.count == 1 else { return nil }
        guard take(".") else { return endsNumber ? Double(whole.value) : nil }
        guard let fraction = digits(atMost: 3), endsNumber else { return nil }
        let scale: Int64 = fraction.count == 1 ? 10 : fraction.count == 2 ? 100 : 1000
        return Double(whole.value * scale + fraction.value) / Double(scale)
    }

    /// `2026-11-23T14:02:10.084Z`.
    fileprivate mutating func timestamp() -> Timestamp? {
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

    /// Passes over `null`.
    fileprivate mutating func null() -> Bool {
        guard place + 4 <= bytes.count, bytes[place..<place + 4].elementsEqual("null".utf8) else { return false }
        place += 4
        return true
    }
}

/// The members of a call as they are read; each may come once.
private struct CallParts {
    private var seen: UInt16 = 0
    private var id: CallID?
    private var code: ReferenceCode?
    private var time: Timestamp?
    private var direction: CallSummary.Direction?
    private var endpoint: String?
    private var dialect: DialectName?
    private var step: Step?
    private var outcome: Outcome?
    private var status: Int?
    private var email: String?
    private var issuer: String?
    private var tookMs: Double?
    private var decidedBy: String?
    private var retryOf: CallID?

    /// Reads one member; false when it is unknown, was there before, or is not written plainly.
    mutating func read(_ name: UnsafeBufferPointer<UInt8>.SubSequence, from scanner: inout CallEventScanner) -> Bool {
        guard let member = Member(name), seen & member.bit == 0 else { return false }
        seen |= member.bit
        if member.isOptional, scanner.null() { return true }
        switch member {
        case .id: id = scanner.string().flatMap { CallID($0) }
        case .code: code = scanner.string().flatMap { ReferenceCode($0) }
        case .time: time = scanner.timestamp()
        case .direction: direction = scanner.string().flatMap { CallSummary.Direction(rawValue: $0) }
        case .endpoint: endpoint = scanner.string()
        case .dialect: dialect = scanner.string().flatMap { DialectName(rawValue: $0) }
        case .step: step = scanner.string().flatMap { Step(rawValue: $0) }
        case .outcome: outcome = scanner.string().flatMap { Outcome(rawValue: $0) }
        case .status: status = scanner.integer().map { Int($0) }
        case .email: email = scanner.string()
        case .issuer: issuer = scanner.string()
        case .tookMs: tookMs = scanner.double()
        case .decidedBy: decidedBy = scanner.string()
        case .retryOf: retryOf = scanner.string().flatMap { CallID($0) }
        }
        return has(member)
    }

    private func has(_ member: Member) -> Bool {
        switch member {
        case .id: id != nil
        case .code: code != nil
        case .time: time != nil
        case .direction: direction != nil
        case .endpoint: endpoint != nil
        case .dialect: dialect != nil
        case .step: step != nil
        case .outcome: outcome != nil
        case .status: status != nil
        case .email: email != nil
        case .issuer: issuer != nil
        case .tookMs: tookMs != nil
        case .decidedBy: decidedBy != nil
        case .retryOf: retryOf != nil
        }
    }

    /// The call, when nothing that it must have is missing.
    var call: CallSummary? {
        guard let id, let code, let time, let direction, let endpoint, let outcome, let status, let tookMs,
            let decidedBy
        else { return nil }
        var call = CallSummary(
            id: id,
            time: time,
            direction: direction,
            endpoint: endpoint,
            dialect: dialect,
            step: step,
            outcome: outcome,
            status: status,
            email: email,
            issuer: issuer,
            tookMs: tookMs,
            decidedBy: Decider(rawValue: decidedBy),
            retryOf: retryOf
        )
        call.code = code
        return call
    }

    private enum Member: String, CaseIterable {
        case id, code, time, direction, endpoint, dialect, step, outcome, status, email, issuer
        case tookMs = "took_ms"
        case decidedBy = "decided_by"
        case retryOf = "retry_of"

        /// By length first: comparing bytes once is all it takes then.
        init?(_ name: UnsafeBufferPointer<UInt8>.SubSequence) {
            guard let found = Self.all.first(where: { $0.name.count == name.count && name.elementsEqual($0.name) })
            else { return nil }
            self = found.member
        }

        private static let all = allCases.map { (member: $0, name: Array($0.rawValue.utf8)) }

        var bit: UInt16 {
            switch self {
            case .id: 1 << 0
            case .code: 1 << 1
            case .time: 1 << 2
            case .direction: 1 << 3
            case .endpoint: 1 << 4
            case .dialect: 1 << 5
            case .step: 1 << 6
            case .outcome: 1 << 7
            case .status: 1 << 8
            case .email: 1 << 9
            case .issuer: 1 << 10
            case .tookMs: 1 << 11
            case .decidedBy: 1 << 12
            case .retryOf: 1 << 13
            }
        }

        var isOptional: Bool {
            switch self {
            case .dialect, .step, .email, .issuer, .retryOf: true
            default: false
            }
        }
    }
}
