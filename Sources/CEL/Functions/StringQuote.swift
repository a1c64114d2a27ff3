/// `strings.quote`: text as a string literal.
enum StringQuote {
    static let all: [Function] = [Function("strings.quote", .unary(quote))]

    @Sendable private static func quote(_ value: Value) throws(Failure) -> Value {
        guard case .string(let text) = value else { throw .noOverload("strings.quote", of: [value]) }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if let escape = escapes[byte] {
                quoted += [UInt8(ascii: "\\"), escape]
            } else {
                quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "\""))
        return .string(String(decoding: quoted, as: UTF8.self))
    }

    private static let escapes: [UInt8: UInt8] = [
        7: UInt8(ascii: "a"), 8: UInt8(ascii: "b"), 9: UInt8(ascii: "t"), 10: UInt8(ascii: "n"),
        11: UInt8(ascii: "v"), 12: UInt8(ascii: "f"), 13: UInt8(ascii: "r"),
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    ]
}
