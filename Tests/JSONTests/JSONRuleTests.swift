import JSON
import Testing

/// The rules of RFC 8259, each with texts that keep and texts that break it. The groups are those of JSONTestSuite:
/// structure, white space, arrays, objects, strings, numbers, encoding.
@Suite struct `The rules of JSON` {
    private func value(_ bytes: [UInt8]) -> JSONValue? { try? JSONScanner.scan(bytes) }
    private func value(_ text: String) -> JSONValue? { value(Array(text.utf8)) }

    @Test(
        arguments: [
            ("42", .int(42)), ("-0.1", .double(-0.1)), ("true", true), ("false", false), ("null", .null),
            ("\"a\"", "a"),
            ("[]", .array([])), ("{}", .object([:])), ("[[[[]]]]", .array([.array([.array([.array([])])])])),
        ] as [(String, JSONValue)]
    )
    func `any value may stand alone`(text: String, expected: JSONValue) {
        #expect(value(text) == expected)
        #expect(value(" \t\r\n" + text + "\n\r\t ") == expected)
    }

    @Test(
        arguments: [
            "", " ", "[", "]", "{", "}", "[]]", "{}}", "[][]", "{}{}", "1 2", "null,", "[],", "\"a\"x", "[1]x", "a",
            "é",
            "*", "*/", "/", "//", "#", "{}#{}", "{}//", "{}/**/", "/**/{}", "<.>", "<null>", "[<null>]", "'a'", "`a`",
            "(1)",
            "[\"\u{0}\"]", "[\u{0}]", "\u{0}", "[]\u{0}", "{\u{0}}", "[\\u0061]", "\\u005b]", "[\"a\",\n4\n,1,", "[{}}",
            "{\"a\":[}", "{[]}", "[\"asd]", "nul", "nulll", "tru", "truee", "True", "TRUE", "fals", "NULL", "undefined",
            "NaN", "nan", "Infinity", "-Infinity", "[-NaN]", "[True]", "[nul]", "-", "+", "[+]", "...", "[..]",
            "[0,...]",
        ]
    )
    func `a text is one value and nothing else`(text: String) {
        #expect(value(text) == nil)
    }

    @Test(
        arguments: [
            "\u{A0}", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2060}", "\u{3000}", "\u{1680}", "\u{180E}",
            "\u{FEFF}",
            "\u{7F}", "\u{8}", "\\t", "\\n",
        ]
    )
    func `white space is space, tab, line feed and carriage return only`(space: String) {
        for text in [
            "\(space)[1]", "[1]\(space)", "[\(space)1]", "[1\(space)]", "{\"a\"\(space):1}", "{\"a\":\(space)1}",
        ] {
            #expect(value(text) == nil)
        }
    }

    @Test(
        arguments: [
            "[1,]", "[,1]", "[,]", "[1,,2]", "[,", "[1,", "[1", "[\"\",]", "[\"x\"", "[1 2]", "[1:2]", "[1;2]",
            "[3[4]]",
            "[1,\n1\n,1", "[x", "[\"a\", \"b\"}", "[\"\": 1]", "[*]", "[-]", "[/*x*/]", "[1],", "[a", "[[[]]", "[[]]]",
        ]
    )
    func `the elements of an array stand between commas`(text: String) {
        #expect(value(text) == nil)
    }

    @Test(
        arguments: [
            "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{\"a\"}", "{\"a\":}", "{\"a\",1}", "{\"a\":1:2}", "{:1}",
            "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}", "{\"a\"=1}", "{1:1}", "{null:1}",
            "{true:1}", "{[]:1}", "{{}:1}", "{a:1}", "{'a':1}", "{\"a\":a}", "{\"a\":1", "{\"a\":1]", "{\"a\":1}#",
            "{\"a\":\"b\"}/**/", "{\"a\":\"b\",,\"c\":\"d\"}", "{\"a\":/*x*/1}", "{\"a\" b}", "{\"a\":1 2}",
            "{9999E9999:1}",
            "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":null}", "{\"\":1,\"\":2}", "{\"\\u00e9\":1,\"é\":2}",
        ]
    )
    func `an object has strings for names, each once, and a value for each`(text: String) {
        #expect(value(text) == nil)
    }

    @Test(
        arguments: [
            ("{\"\":0}", ["": 0]), ("{\"a\":1 , \"A\":2}", ["a": 1, "A": 2]), ("{\"a\\u0000b\":1}", ["a\0b": 1]),
            ("{\"\\uD83D\\uDE00\":1}", ["😀": 1]), ("{\"a b\":1,\"a\\tb\":2}", ["a b": 1, "a\tb": 2]),
            ("{\n\"min\": -1.0e+28,\n\"max\": 1.0e+28\n}", ["min": .double(-1.0e+28), "max": .double(1.0e+28)]),
        ] as [(String, [String: JSONValue])]
    )
    func `member names are strings like any other`(text: String, members: [String: JSONValue]) {
        #expect(value(text) == .object(members))
    }

    @Test(
        arguments: [
            ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u4E2d\uABCD""#, "Aé中ꯍ"),
            (#""\uD834\uDD1E""#, "𝄞"), (#""\ud83d\ude39\ud83d\udc8d""#, "😹💍"),
            (#""\u0000\u001f\u007F""#, "\0\u{1F}\u{7F}"),
            (#""\u2028\u2029\uFEFF""#, "\u{2028}\u{2029}\u{FEFF}"),
            ("\"\u{2028}\u{2029}\u{7F}\"", "\u{2028}\u{2029}\u{7F}"),
            (#""\uE000\uFFFD""#, "\u{E000}\u{FFFD}"), (#""\uDBFF\uDFFD""#, "\u{10FFFD}"),
            (#""\\u0041""#, #"\u0041"#),
            ("\"π⍂㈴\"", "π⍂㈴"), ("\"asd/*x*/ // #\"", "asd/*x*/ // #"), ("\"\\u0022\\u005C\"", "\"\\"),
            ("\"[{]},:\"", "[{]},:"),
        ] as [(String, String)]
    )
    func `strings are read to the character`(text: String, expected: String) {
        #expect(value(text) == .string(expected))
        #expect(value("[\(text)]") == .array([.string(expected)]))
        #expect(value("{\(text):1}") == .object([expected: 1]))
    }

    @Test(
        arguments: [
            "\"", #""\"#, #""\\\"#, #""\x00""#, #""\a""#, #""\'""#, #""\0""#, #""\v""#, #""\e""#, #""\U0041""#,
            #""\ ""#,
            #""\u""#, #""\u1""#, #""\u12""#, #""\u123""#, #""\u12G4""#, #""\u-123""#, #""\u+123""#, #""\u 123""#,
            #""\u{41}""#, #""\uD800""#, #""\uDBFF""#, #""\uDC00""#, #""\uDFFF""#, #""\uD800\uD800""#,
            #""\uDC00\uD800""#,
            #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\u0041""#, #""\uD83D"#, #""\uD83D\u""#, #""\uD83D\uDE""#, "\"\\é\"",
            "\"\\😀\"", "\"a\n\"", "\"a\r\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\"a", "\"\\\"", "\"\"x",
        ]
    )
    func `strings with a raw control, an unknown escape, half a pair or no end are refused`(text: String) {
        for place in [text, "[\(text)]", "{\(text):1}", "{\"a\":\(text)}"] { #expect(value(place) == nil) }
    }

    @Test(
        arguments: [
            ("0", .int(0)), ("-0", .int(0)), ("10", .int(10)), ("-1", .int(-1)), ("0.0", .double(0)),
            ("-0.0", .double(-0.0)),
            ("0e0", .double(0)), ("0E+1", .double(0)), ("1e0", .double(1)), ("1E22", .double(1e22)),
            ("1e-2", .double(0.01)),
            ("1.5E+2", .double(150)), ("123.456e78", .double(123.456e78)), ("20e1", .double(200)),
            ("1e-400", .double(0)),
            ("-123123e-100000", .double(0)), ("0.000000000000000000000000000000000000000000000000001", .double(1e-51)),
            ("4.9e-324", .double(.leastNonzeroMagnitude)), ("1.7976931348623157e308", .double(1.7976931348623157e308)),
        ] as [(String, JSONValue)]
    )
    func `numbers are read as written`(text: String, expected: JSONValue) {
        #expect(value(text) == expected)
        #expect(value("[\(text)]") == .array([expected]))
        #expect(value("{\"a\":\(text) }") == .object(["a": expected]))
    }

    @Test(
        arguments: [
            "01", "-01", "00", "012", "-012", "0x1", "0X1F", "0b1", "0o7", "1_000", "1,000", "+1", "++1", "--1", "-+1",
            "- 1",
            "-", "-a", "-.1", ".1", ".", "-.", "1.", "-1.", "1.e1", "1.-1", "1..2", "1.2.3", "0.e1", "0.1.2", "1e",
            "1E",
            "1e+", "1e-", "1E+-1", "1ee1", "1e1.5", "1e1e1", "0e", "0.3e", "0.3e+", "2.e+3", "1 000", "1a", "1.2a",
            "1ea",
            "1f", "1L", "１", "-１", "٣", "1\u{2060}", "Inf", "-Inf", "1e1000", "-1e1000", "1e99999999999999999999",
        ]
    )
    func `numbers have no sign plus, no leading zero, digits around the point, and an end`(text: String) {
        for place in [text, "[\(text)]", "{\"a\":\(text)}"] where place != "1,000" {
            // A comma inside an array separates two numbers, of which the second has leading zeros.
            #expect(value(place) == nil)
        }
    }

    @Test(
        arguments: [
            // UTF-16 and UTF-32 with and without a mark, a mark alone, and a mark in front of a value.
            [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], [0x00, 0x5B, 0x00, 0x5D],
            [0x5B, 0x00, 0x5D, 0x00], [0x5B, 0, 0, 0, 0x5D, 0, 0, 0], [0xEF, 0xBB, 0xBF],
            [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
            [0xEF, 0xBB, 0x7B, 0x7D],
            // Bytes that are not UTF-8: inside and outside strings, cut off, overlong, surrogates, beyond the last plane.
            [0x5B, 0xFF, 0x5D], [0x5B, 0x31, 0xE5, 0x5D], [0x5B, 0x31, 0x65, 0x31, 0xE5, 0x5D], [0x22, 0xE5, 0x22],
            [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE0, 0x80, 0xAF, 0x22], [0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xED, 0xBF, 0xBF, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xFC, 0x80, 0x80, 0x80, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22], [0x22, 0x81, 0x22],
            [0x22, 0x5C, 0x75, 0xE5, 0x22], [0x22, 0x5C, 0xE5, 0x22], [0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x30, 0x2C, 0x7D],
        ] as [[UInt8]]
    )
    func `a text is UTF-8 without a byte order mark`(bytes: [UInt8]) {
        #expect(value(bytes) == nil)
    }

    @Test func `depth and length end at the limits and not before`() {
        let nested = { (depth: Int) in
            Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: 0x5D, count: depth)
        }
        let limits = JSONLimits()
        #expect(value(nested(limits.depth)) != nil)
        #expect(value(nested(limits.depth + 1)) == nil)
        #expect(value(Array(repeating: UInt8(ascii: "["), count: 100_000)) == nil)
        #expect(value(String(repeating: "{\"a\":", count: 50_000)) == nil)
        #expect(value("[" + String(repeating: "[],", count: limits.members) + "[]]") == nil)
    }
}
