import JSON
import TestSupport
import Testing

@Suite struct `The JSON scanner` {
    func scan(_ text: String, _ limits: JSONLimits = JSONLimits()) throws(JSONProblem) -> JSONValue {
        try JSONScanner.scan(Array(text.utf8), limits: limits)
    }

    func refusal(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONProblem? {
        do {
            _ = try JSONScanner.scan(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    static let body = Array(
        #"""
        {
          "email": "ada@b.example", "identities": [{"signInType": "federated", "issuerAssignedId": "0123456789"}],
          "givenName": "Ad\u0061 \ud83d\ude00", "n": -12.5e3, "ok": true, "none": null, "ui_locales": "en-US"
        }
        """#.utf8
    )

    static let accepted: [(String, JSONValue)] = [
        ("null", .null), (" true\n", true), ("\tfalse\r", false), ("0", 0), ("-0", 0), ("-12", -12),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5", .double(1.5)), ("1e2", .double(100)),
        ("-2E-1", .double(-0.2)), ("\"\"", ""), ("\"a/b\"", "a/b"),
        (#""\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t""#, "é😀/\"\\\u{8}\u{C}\n\r\t"),
        ("\"é😀\u{7F}\"", "é😀\u{7F}"), (#""\u0000""#, "\0"), ("[]", .array([])), ("{}", .object([:])),
        ("[1, [ ] ,\"x\"]", .array([1, .array([]), "x"])),
        (#"{"a" : {"b":null}}"#, .object(["a": .object(["b": .null])])),
    ]

    @Test(arguments: accepted)
    func `JSON that RFC 8259 allows is read`(text: String, value: JSONValue) throws {
        #expect(try scan(text) == value)
    }

    static let refused: [(String, JSONProblem.Reason)] = [
        ("", .empty), ("  \n", .empty), ("\u{FEFF}{}", .byteOrderMark), ("{} {}", .trailingBytes),
        ("1 x", .trailingBytes),
        ("01", .leadingZero), ("-01", .leadingZero), ("00", .leadingZero), ("-", .badNumber), ("1.", .badNumber),
        ("1e", .badNumber), ("1e+", .badNumber), ("1e999", .numberOutOfRange), ("-1e999", .numberOutOfRange),
        ("tru", .badLiteral), ("nul", .badLiteral), ("truth", .badLiteral), ("\"\u{1}\"", .controlCharacter(1)),
        ("\"a\nb\"", .controlCharacter(10)), (#""\n\#u{0}""#, .controlCharacter(0)), (#""\x41""#, .badEscape),
        (#""\u12g4""#, .badEscape), (#""\ud800""#, .loneSurrogate), (#""\ud800\u0041""#, .loneSurrogate),
        (#""\udc00""#, .loneSurrogate), (#""\ud800\ud800""#, .loneSurrogate), (#""\ud83dx""#, .loneSurrogate),
        ("\"abc", .unexpectedEnd), ("[1", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd),
        (#""\u00"#, .unexpectedEnd), (#""\"#, .unexpectedEnd), ("{", .unexpectedEnd),
        (#"{"a":1,"a":1}"#, .duplicateMember("a")), (#"{"a":1,"\u0061":2}"#, .duplicateMember("a")),
        (#"[{"x":{"a":1,"a":2}}]"#, .duplicateMember("a")),
        ("[1,]", .unexpectedByte(0x5D, expected: "a value")), ("NaN", .unexpectedByte(0x4E, expected: "a value")),
        ("Infinity", .unexpectedByte(0x49, expected: "a value")), ("+1", .unexpectedByte(0x2B, expected: "a value")),
        (".5", .unexpectedByte(0x2E, expected: "a value")), ("// x\n{}", .unexpectedByte(0x2F, expected: "a value")),
        ("{\"a\":1,}", .unexpectedByte(0x7D, expected: "a member name")),
        ("{a:1}", .unexpectedByte(0x61, expected: "a member name")),
        ("{'a':1}", .unexpectedByte(0x27, expected: "a member name")),
        ("{\"a\" 1}", .unexpectedByte(0x31, expected: "\":\"")),
        ("[1 2]", .unexpectedByte(0x32, expected: "\",\" or \"]\"")),
        ("{\"a\":1 \"b\":2}", .unexpectedByte(0x22, expected: "\",\" or \"}\"")),
        ("[}", .unexpectedByte(0x7D, expected: "a value")), ("]", .unexpectedByte(0x5D, expected: "a value")),
        ("\u{A0}1", .unexpectedByte(0xC2, expected: "a value")),
        ("<!doctype html>", .unexpectedByte(0x3C, expected: "a value")),
    ]

    @Test(arguments: refused)
    func `JSON that RFC 8259 forbids is refused with the reason`(text: String, reason: JSONProblem.Reason) {
        #expect(refusal(Array(text.utf8))?.reason == reason)
    }

    @Test(
        arguments: [
            [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3], [0xE2, 0x82], [0xFF],
            [0xF0, 0x9F],
        ] as [[UInt8]]
    )
    func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
        #expect(refusal([0x22] + bytes + [0x22])?.reason == .invalidUTF8)
        #expect(refusal(Array("{\"".utf8) + bytes + Array("\":1}".utf8))?.reason == .invalidUTF8)
        #expect(refusal(Array("\"\\n".utf8) + bytes + [0x22])?.reason == .invalidUTF8)
    }

    @Test func `an error names its byte offset`() {
        #expect(refusal(Array(#"{"a": 1, "a": 2}"#.utf8))?.description == #"byte 9: the member "a" is there twice"#)
    }

    @Test func `the scanner's messages are printable`() {
        let problem = refusal(Array("{\"\u{202E}\u{9b}\":1,\"\u{202E}\u{9b}\":1}".utf8))
        #expect(problem?.description == "byte 11: the member \"??\" is there twice")
    }

    @Test func `the numbers of bytes, levels and members and the length of strings are limited`() {
        let limits = JSONLimits(bytes: 100, depth: 3, members: 4, stringBytes: 5)
        #expect(refusal(Array(repeating: 0x20, count: 101), limits)?.reason == .tooLong(limit: 100))
        #expect(refusal(Array("[[[1]]]".utf8), limits) == nil)
        #expect(refusal(Array("[[[[1]]]]".utf8), limits)?.reason == .tooDeep(limit: 3))
        #expect(refusal(Array("[[1,2],3]".utf8), limits) == nil)
        #expect(refusal(Array("[[1,2],3,4]".utf8), limits)?.reason == .tooManyMembers(limit: 4))
        #expect(refusal(Array("\"12345\"".utf8), limits) == nil)
        #expect(refusal(Array("\"123456\"".utf8), limits)?.reason == .stringTooLong(limit: 5))
        #expect(refusal(Array(#""\n12345""#.utf8), limits)?.reason == .stringTooLong(limit: 5))
        #expect(refusal(Array(#"{"123456":1}"#.utf8), limits)?.reason == .stringTooLong(limit: 5))
    }

    @Test func `endless nesting is refused without a crash`() {
        #expect(refusal(Array(repeating: UInt8(ascii: "["), count: 200_000))?.reason == .tooDeep(limit: 32))
    }

    @Test func `every prefix of a body is refused without a crash`() throws {
        let body = Self.body
        let end = try #require(body.lastIndex(of: UInt8(ascii: "}")))
        #expect((0..<end).allSatisfy { refusal(Array(body[..<$0])) != nil })
    }

    @Test func `a body with any one byte changed causes no crash`() throws {
        let body = Self.body
        var random = Seeded(state: 7)
        for position in body.indices {
            var broken = body
            broken[position] = .random(in: .min ... .max, using: &random)
            if let value = try? JSONScanner.scan(broken) {
                #expect(try JSONScanner.scan(JSONWriter.bytes(of: value)) != .null)
            }
        }
    }
}

@Suite struct `The JSON writer` {
    func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) }

    @Test func `characters that could end a string are escaped`() {
        #expect(text("\"\\\n\u{1}\u{7F}\u{2028}\u{2029}é€😀/") == #""\"\\\n\u0001\u007f\u2028\u2029é€😀/""#)
    }

    @Test func `null is never written`() {
        #expect(
            text(.object(["a": .null, "b": .array([.null, 1, .null]), "c": .object(["d": .null])]))
                == #"{"b":[1],"c":{}}"#
        )
    }

    @Test func `members are sorted, so that equal values have equal bytes`() {
        #expect(
            text(.object(["b": 1, "a": true, "é": "x", "aa": .double(0.5)])) == #"{"a":true,"aa":0.5,"b":1,"é":"x"}"#
        )
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func `integers are written without rounding`(number: Int64) throws {
        #expect(try JSONScanner.scan(JSONWriter.bytes(of: .int(number))) == .int(number))
    }

    @Test(arguments: [0.1, -1e300, .leastNonzeroMagnitude, 1e16, 123_456_789.125])
    func `doubles are written so that they read back the same`(number: Double) throws {
        #expect(try JSONScanner.scan(JSONWriter.bytes(of: .double(number))) == .double(number))
    }
}
