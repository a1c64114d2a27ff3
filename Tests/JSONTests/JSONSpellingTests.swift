import JSON
import Testing

@Suite struct JSONSpellingTests {
    @Test func `the canonical form sorts members, escapes least and never changes`() {
        let value: JSONValue = [
            "b": .array([1, .double(1.5), .double(.infinity), .null, true]), "a": "é\u{7F}\n\"\\/\u{2028}", "": [:],
        ]
        #expect(
            CanonicalJSON.text(value)
                == #"{"":{},"a":"é\u007f\u000a\"\\/"# + "\u{2028}" + #"","b":[1,1.5,null,null,true]}"#
        )
        #expect(CanonicalJSON.quoted("a\u{0}\u{1F}") == #""a\u0000\u001f""#)
    }

    @Test(arguments: ["\u{1B}[2J", "\u{9B}31m", "a\u{202E}b", "\u{7F}", "\u{E0041}", "\u{FFFF}", "\r\n\t", "é😀"])
    func `a printed string holds nothing a terminal could act on and reads back unchanged`(_ text: String) throws {
        let printed = PrintableJSON.quoted(text)
        #expect(!printed.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        #expect(!printed.unicodeScalars.contains { [0x202E, 0xE0041, 0xFFFF].contains($0.value) })
        #expect(try JSONScanner.scan(Array(printed.utf8)) == .string(text))
    }

    @Test func `line feeds between the members of printed JSON stay`() {
        #expect(PrintableJSON.escaped("{\n\"a\":\"\u{200B}\"\n}") == "{\n\"a\":\"\\u200b\"\n}")
    }
}
