/// `text.format([…])`: `%s %d %f %e %b %o %x %X %%`, with a precision for `%f` and `%e`.
struct StringFormat {
    static let all: [Function] = [Function("format", style: .receiver, .binary(format))]

    private static let precisionLimit = 1000

    private let template: [UInt8]
    private let arguments: [Value]
    private var place = 0
    private var used = 0
    private var text = ""

    @Sendable private static func format(_ template: Value, _ arguments: Value) throws(Failure) -> Value {
        guard case (.string(let text), .list(let list)) = (template, arguments) else {
            throw .noOverload("format", of: [template, arguments])
        }
        var format = StringFormat(template: Array(text.utf8), arguments: list.elements)
        return .string(try format.formatted())
    }

    private init(template: [UInt8], arguments: [Value]) {
        self.template = template
        self.arguments = arguments
    }

    private mutating func formatted() throws(Failure) -> String {
        while place < template.count {
            let next = template[place...].firstIndex(of: UInt8(ascii: "%")) ?? template.count
            text += String(decoding: template[place..<next], as: UTF8.self)
            place = next
            if place < template.count { try clause() }
            guard text.utf8.count <= Limits.valueWeight else { throw .tooLarge }
        }
        return text
    }

    private mutating func clause() throws(Failure) {
        place += 1
        if place < template.count, template[place] == UInt8(ascii: "%") {
            place += 1
            text += "%"
            return
        }
        let precision = try precision()
        guard place < template.count else { throw .invalid("the format ends within a clause") }
        let letter = template[place]
        place += 1
        text += try Self.formatted(try argument(), as: letter, precision: precision ?? 6)
    }

    private mutating func precision() throws(Failure) -> Int? {
        guard place < template.count, template[place] == UInt8(ascii: ".") else { return nil }
        place += 1
        var value = 0
        while place < template.count, Lexer.isDigit(template[place]) {
            value = value * 10 + Int(template[place]) - 48
            place += 1
            guard value <= Self.precisionLimit else {
                throw .invalid("a precision may be at most \(Self.precisionLimit)")
            }
        }
        return value
    }

    private mutating func argument() throws(Failure) -> Value {
        guard used < arguments.count else { throw .indexOutOfRange(Int64(used)) }
        defer { used += 1 }
        return arguments[used]
    }

    private static func formatted(_ value: Value, as letter: UInt8, precision: Int) throws(Failure) -> String {
        switch Unicode.Scalar(letter) {
        case "s": return try plain(value)
        case "d": return try decimal(value)
        case "f": return DoubleText.fixed(try double(value, "%f"), precision: precision)
        case "e": return DoubleText.scientific(try double(value, "%e"), precision: precision)
        case "b":
            if case .bool(let flag) = value { return flag ? "1" : "0" }
            return try whole(value, "%b", radix: 2)
        case "o": return try whole(value, "%o", radix: 8)
        case "x": return try hexadecimal(value, "%x", uppercase: false)
        case "X": return try hexadecimal(value, "%X", uppercase: true)
        case let other: throw .invalid("'%\(String(other).clipped)' is no formatting clause")
        }
    }

    private static func decimal(_ value: Value) throws(Failure) -> String {
        if case .double(let number) = value { return DoubleText.plain(number) }
        return try whole(value, "%d", radix: 10)
    }

    private static func double(_ value: Value, _ clause: String) throws(Failure) -> Double {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        default: throw .noOverload("'\(clause)'", of: [value])
        }
    }

    private static func whole(_ value: Value, _ clause: String, radix: Int) throws(Failure) -> String {
        switch value {
        case .int(let number): String(number, radix: radix)
        case .uint(let number): String(number, radix: radix)
        default: throw .noOverload("'\(clause)'", of: [value])
        }
    }

    private static func hexadecimal(_ value: Value, _ clause: String, uppercase: Bool) throws(Failure) -> String {
        let text =
            switch value {
            case .string(let text): hexadecimal(Array(text.utf8))
            case .bytes(let bytes): hexadecimal(bytes)
            default: try whole(value, clause, radix: 16)
            }
        return uppercase ? text.uppercased() : text
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension StringFormat {
    /// `%s`: any value in readable form; maps are sorted by the text of their keys.
    static func plain(_ value: Value) throws(Failure) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return String(flag)
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return DoubleText.plain(number)
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let time): return time.description
        case .duration(let span): return span.description
        case .type(let name): return name.text
        case .list(let list):
            var parts: [String] = []
            for element in list.elements { parts.append(try plain(element)) }
            return "[" + parts.joined(separator: ", ") + "]"
        case .map(let map):
            var parts: [(key: String, value: String)] = []
            for entry in map.entries { parts.append((try plain(entry.key), try plain(entry.value))) }
            parts.sort { Text.order($0.key, $1.key) < 0 }
            return "{" + parts.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        case .opaque(let object):
            guard let text = object.text else { throw .noOverload("'%s'", of: [value]) }
            return text
        case .optional: throw .noOverload("'%s'", of: [value])
        }
    }
}
