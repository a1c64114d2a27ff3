import CEL
import Testing

@Suite struct `Literals` {
    @Test(arguments: [
        ("42", #"{"int":"42"}"#), ("0xff", #"{"int":"255"}"#), ("-0x10", #"{"int":"-16"}"#),
        ("-9223372036854775808", #"{"int":"-9223372036854775808"}"#), ("7u", #"{"uint":"7"}"#),
        ("0xFFFFFFFFFFFFFFFFU", #"{"uint":"18446744073709551615"}"#), (".5", #"{"double":"0.5"}"#),
        ("1e3", #"{"double":"1000.0"}"#), ("-2.5e-1", #"{"double":"-0.25"}"#), ("true", #"{"bool":true}"#),
        ("null", #"{"null":null}"#), ("[1, 'a',]", #"{"list":[{"int":"1"},{"string":"a"}]}"#),
        ("{1: 2u}", #"{"map":[[{"int":"1"},{"uint":"2"}]]}"#),
    ])
    func `a literal has its value and type`(text: String, value: String) {
        #expect(answer(text) == value)
    }

    @Test(arguments: [
        "9223372036854775808", "18446744073709551616u", "0x", "1e999", "'open", "'a\nb'", #"'\q'"#, #"'\400'"#,
        #"'\ud800'"#, #"'\U00110000'"#, #"b'\u0041'"#, "rb'a'", "``", "1 2", "[1", "{1}", "[,]", "a.", "while", "#",
    ])
    func `an invalid literal is refused`(text: String) {
        #expect(answer(text) == "error")
    }

    @Test(arguments: ["'", "\"", "'''", "\"\"\""])
    func `escapes mean the same in all kinds of quotes`(quote: String) {
        let escapes = #"\\ \? \" \' \` \a\b\f\n\r\t\v \x41 \X42 \103 \u00e9 \U0001F431"#
        let length = answer("size(\(quote)\(escapes)\(quote))")
        #expect(length == #"{"int":"27"}"#)
        #expect(
            answer("\(quote)\(escapes)\(quote) == \"\\\\ ? \\x22 ' ` \\007\\010\\014\\012\\015\\011\\013 A B C é 🐱\"")
                == #"{"bool":true}"#
        )
    }

    @Test(arguments: ["r", "R", "br", "bR", "Br", "BR"])
    func `a raw literal keeps its backslashes`(prefix: String) {
        #expect(answer("size(\(prefix)'\\n\\x41')") == #"{"int":"6"}"#)
    }

    @Test func `triple quotes can contain line ends and single quotes`() {
        #expect(answer("'''a\r\n'b' \"c\"'''") == #"{"string":"a\r\n'b' \"c\""}"#)
    }

    @Test func `a surrogate pair makes one code point`() {
        #expect(answer(#"size('\ud83d\ude00')"#) == #"{"int":"1"}"#)
    }

    @Test func `a bytes literal may contain octets that are not UTF-8`() {
        #expect(answer(#"b'\000\xff\377ÿ'"#) == #"{"bytes":"AP//w78="}"#)
    }

    @Test(arguments: ["as", "break", "for", "if", "package", "while"])
    func `reserved words can name fields and methods`(word: String) {
        #expect(answer("{'\(word)': 1}.\(word)") == #"{"int":"1"}"#)
        #expect(answer("a.\(word)() || true") == #"{"bool":true}"#)
    }

    @Test func `a field name in backticks need not be an identifier`() {
        #expect(answer("{'content-type': 1, 'a.b/c': 2}.`a.b/c`") == #"{"int":"2"}"#)
    }

    @Test func `blanks and comments are ignored`() {
        #expect(answer("[ 1\t,\r\n// ] \r still comment\n2 ]\u{c}[\n0]") == #"{"int":"1"}"#)
    }
}
