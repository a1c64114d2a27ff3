import TerminalUI
import Testing

@Suite struct `Shortening text` {
    @Test(
        arguments: [
            (Truncation.end, "abcdefg…"), (.start, "…ijklmno"), (.middle, "abcd…mno"),
        ]
    )
    func `a mark shows where text was cut`(truncation: Truncation, shown: String) {
        #expect(SafeText("abcdefghijklmno").truncated(to: 8, keeping: truncation).plain == shown)
    }

    @Test(arguments: [Truncation.start, .middle, .end], 0...9)
    func `a wide glyph is never split`(truncation: Truncation, columns: Int) {
        let text = SafeText("金井明金井明").truncated(to: columns, keeping: truncation)
        #expect(text.width <= columns)
    }

    @Test(arguments: [(Truncation.start, "…@b.example"), (.end, "us…")])
    func `a mark that is already there is not doubled`(truncation: Truncation, shown: String) {
        let text = SafeText("us…@b.example")
        #expect(text.truncated(to: truncation == .start ? 12 : 4, keeping: truncation).plain == shown)
    }

    @Test func `a text that fits is not changed`() {
        #expect(SafeText("金井").truncated(to: 4).plain == "金井")
    }

    @Test func `padding is on the side opposite to the alignment`() {
        #expect(SafeText("ab").fitted(to: 4, alignment: .right).plain == "  ab")
        #expect(SafeText("ab").fitted(to: 4).plain == "ab  ")
    }

    @Test func `dropping half a wide glyph leaves a space`() {
        #expect(SafeText("金b").dropping(columns: 1).plain == " b")
    }

    @Test func `a line of spans is cut with one mark`() {
        let line: Line = [Span("abc", .title), Span("def", .dim)]
        #expect(line.truncated(to: 5).plain == "abcd…")
    }

    @Test func `a line is wrapped at spaces`() {
        let line: Line = [Span("the quick "), Span("brown fox", .title)]
        #expect(line.wrapped(to: 10).map(\.plain) == ["the quick", "brown fox"])
    }

    @Test func `a word longer than the width is broken`() {
        #expect(Line("abcdefgh").wrapped(to: 3).map(\.plain) == ["abc", "def", "gh"])
    }

    @Test func `wide glyphs are wrapped unsplit even if only one column is left`() {
        #expect(Line("金井明").wrapped(to: 3).map(\.plain) == ["金", "井", "明"])
    }
}

@Suite struct `A truncated address` {
    @Test(
        arguments: [
            ("ada@b.example", 13, "ada@b.example"), ("ada@quaynorth.example", 14, "ada@quay…mple"),
            ("mireille.caron@atelier-lumen.example", 25, "mireille.caron@atel…ample"),
            ("mi…@atelier-lumen.example", 20, "mi…@ateli…example"),
            ("averyveryverylonglocalpart@b.example", 18, "averyverver…@b.…le"), ("no address", 5, "no a…"),
            ("ada@b.example", 1, "…"),
            ("a@b@c.example", 9, "a@b@c…ple"), ("ada@b.example", 0, ""),
        ]
    )
    func `keeps the part before the at sign`(text: String, columns: Int, shown: String) {
        let cut = SafeText(text).truncated(to: columns, keeping: .addressDomain)
        #expect(cut.width <= columns)
        let local = text.split(separator: "@").first.map(String.init) ?? ""
        if columns * 2 / 3 > local.count { #expect(cut.plain.hasPrefix(local + (text.contains("@") ? "@" : ""))) }
        if columns >= SafeText(text).width { #expect(cut.plain == shown) }
    }
}
