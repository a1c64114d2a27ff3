import TerminalUI
import Testing

@Suite struct `A text area` {
    private func rows(_ text: String, _ width: Int) -> [String] {
        let area = TextArea(text)
        let characters = Array(area.text)
        return area.rows(width: width).map { String(characters[$0.start..<$0.end]) }
    }

    @Test func `text wraps at spaces, and inside a word that is too long`() {
        #expect(rows("one two three", 8) == ["one two ", "three"])
        #expect(rows("abcdefghij kl", 4) == ["abcd", "efgh", "ij ", "kl"])
        #expect(rows("a\n\nb", 8) == ["a", "", "b"])
        #expect(rows("", 8) == [""])
    }

    @Test func `wide and hidden characters take the columns in which they are drawn`() {
        #expect(rows("金井明", 4) == ["金井", "明"])
        #expect(rows("a\u{202E}b", 4).count == 3)
    }

    @Test(arguments: ["one two three four", "a\nb\n\nccc ddd", "金井 明 x", "   "], 1...9)
    func `no character is lost, and the cursor can be placed before each`(text: String, width: Int) {
        var area = TextArea(text)
        #expect(area.rows(width: width).map { $0.end - $0.start }.reduce(0, +) == text.count(where: { $0 != "\n" }))
        for offset in 0...text.count {
            area.move(to: offset)
            let place = area.place(width: width)
            #expect((0..<width).contains(place.column))
            #expect(area.rows(width: width).indices.contains(place.row))
        }
    }

    @Test(arguments: 4...12)
    func `no row is wider than the available width`(width: Int) {
        let area = TextArea("claims.a == b && c  d\nee ff ")
        for row in area.rows(width: width) { #expect(area.line(row) { _ in .text }.width <= width) }
    }

    @Test func `up and down move by rows and stop at the ends`() {
        var area = TextArea("one two three")
        #expect(area.press(.named(.up), width: 8) == .moved)
        #expect(area.cursor == 5)
        #expect(area.press(.named(.up), width: 8) == .ignored)
        #expect(area.press(.named(.down), width: 8) == .moved)
        #expect(area.press(.named(.down), width: 8) == .ignored)
    }

    @Test func `lines begin where enter was pressed, and only if allowed`() {
        var many = TextArea("a")
        #expect(many.press(.enter, width: 8) == .edited)
        #expect(many.text == "a\n")
        var one = TextArea("a", isMultiline: false)
        #expect(one.press(.enter, width: 8) == .ignored)
        one.insert("b\r\nc\td\u{7}")
        #expect(one.text == "ab c d")
    }

    @Test func `keys delete as in a shell, within their line`() {
        var area = TextArea("first\nsecond word")
        #expect(area.press(.control("w"), width: 40) == .edited)
        #expect(area.text == "first\nsecond ")
        _ = area.press(.control("u"), width: 40)
        #expect(area.text == "first\n")
        _ = area.press(.named(.backspace), width: 40)
        #expect(area.text == "first")
    }

    @Test func `a line and column are converted to an offset, or to the closest one if out of range`() {
        let area = TextArea("ab\ncde")
        #expect(area.offset(line: 2, column: 2) == 4)
        #expect(area.offset(line: 9, column: 9) == 6)
        #expect(area.offset(line: 0, column: 0) == 0)
    }

    @Test func `a text area accepts no more than its limit`() {
        var area = TextArea(String(repeating: "x", count: 20_000))
        #expect(area.text.count == TextArea.limit)
        area.insert("y")
        #expect(area.text.count == TextArea.limit)
    }
}
