/// Reads JSON (RFC 8259) strictly, with bounded depth.
struct JSONReader {
    /// The maximum levels of nesting.
    private static let depthLimit = 100

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Parses `bytes` as exactly one JSON value. Throws if they are not one.
    static func read(_ bytes: [UInt8]) throws(Failure) -> JSON {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.problem("nothing may follow the JSON value") }
        return value
    }

    private mutating func value() throws(Failure) -> JSON {
        skipBlanks()
        guard place < bytes.count else { throw problem("a JSON value is missing") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try nested { reader throws(Failure) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Failure) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(Failure) -> JSON
    ) throws(Failure) -> JSON {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw problem("JSON nested more than \(Self.depthLimit) levels") }
        place += 1
        return try read(&self)
    }

    private mutating func object() throws(Failure) -> JSON {
        var members: [JSON.Member] = []
        if take("}") { return .object(members) }
        repeat {
            skipBlanks()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw problem("a name is missing") }
            let name = try string()
            guard take(":") else { throw problem("':' is missing") }
            members.append(JSON.Member(name: name, value: try value()))
        } while take(",")
        guard take("}") else { throw problem("'}' is missing") }
        return .object(members)
    }

    private mutating func array() throws(Failure) -> JSON {
        var elements: [JSON] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw problem("']' is missing") }
        return .array(elements)
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Failure) -> JSON {
        guard bytes[place...].starts(with: word.utf8) else { throw problem("this is no JSON value") }
        place += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> String {
        let start = place
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
        let whole = skipDigits()
        var valid = whole == 1 || (whole > 1 && bytes[place - whole] != UInt8(ascii: "0"))
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            valid = skipDigits() > 0 && valid
        }
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < bytes.count, bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") {
                place += 1
            }
            valid = skipDigits() > 0 && valid
        }
        guard valid else {
            place = start
            throw problem("this is no JSON value")
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while place < bytes.count, Lexer.isDigit(bytes[place]) { place += 1 }
        return place - start
    }

    private mutating func skipBlanks() {
        while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private func problem(_ message: String) -> Failure { .invalid("\(message), at byte \(place + 1)") }
}

// MARK: Strings

extension JSONReader {
    private mutating func string() throws(Failure) -> String {
        place += 1
        var text: [UInt8] = []
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] >= 32 else { throw problem("a control character must be escaped") }
            if bytes[place] == UInt8(ascii: "\\") {
                text.append(contentsOf: try escape())
            } else {
                text.append(bytes[place])
                place += 1
            }
        }
        guard place < bytes.count else { throw problem("a string has no end") }
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw problem("a string is no UTF-8") }
        return string
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    private mutating func escape() throws(Failure) -> [UInt8] {
        place += 1
        guard place < bytes.count else { throw problem("a string has no end") }
        let mark = bytes[place]
        place += 1
        if let byte = Self.simple[mark] { return [byte] }
        guard mark == UInt8(ascii: "u"), let unit = unit() else { throw problem("an escape is not valid") }
        guard UTF16.isLeadSurrogate(unit) else { return try encoded(UInt32(truncatingIfNeeded: unit)) }
        guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
            throw problem("half a surrogate pair")
        }
        place += 2
        guard let low = self.unit(), UTF16.isTrailSurrogate(low) else { throw problem("half a surrogate pair") }
        return try encoded(
            0x10000 + UInt32(truncatingIfNeeded: unit - 0xD800) << 10 + UInt32(truncatingIfNeeded: low - 0xDC00)
        )
    }

    private func encoded(_ codePoint: UInt32) throws(Failure) -> [UInt8] {
        guard let scalar = Unicode.Scalar(codePoint) else { throw problem("half a surrogate pair") }
        return Array(String(scalar).utf8)
    }

    private mutating func unit() -> UInt16? {
        guard place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Lexer.isDigit($0) || (97...102).contains($0 | 0x20) })
        else { return nil }
        defer { place += 4 }
        return UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    }
}
