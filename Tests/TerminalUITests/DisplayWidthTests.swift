import TerminalUI
import Testing

@Suite struct `Display width` {
    @Test(
        arguments: [
            ("a", 1), ("é", 1), ("ж", 1), ("│", 1), ("…", 1), ("❤", 1), ("金", 2), ("한", 2), ("Ａ", 2), ("ｱ", 1),
            ("✅", 2),
            ("👩", 2), ("\u{301}", 0), ("\u{20DD}", 0), ("\u{1161}", 0),
        ] as [(Unicode.Scalar, Int)]
    )
    func `a scalar has the width that terminals give it`(scalar: Unicode.Scalar, columns: Int) {
        #expect(DisplayWidth.of(scalar) == columns)
    }

    @Test func `the width of a text is the sum of its glyphs`() {
        #expect(SafeText("金井 明 e\u{301}").width == 4 + 1 + 2 + 1 + 1)
    }
}
