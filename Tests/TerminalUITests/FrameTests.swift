import TerminalUI
import Testing

@Suite struct `A frame` {
    @Test func `drawing outside the grid is clipped`() {
        var frame = Frame(size: Size(width: 4, height: 2))
        frame.write("abcdef", at: Point(x: -1, y: 0))
        frame.write("xyz", at: Point(x: 2, y: 1))
        frame.write("no", at: Point(x: 0, y: 5))
        #expect(frame.text == "bcde\n  xy")
    }

    @Test func `half a wide glyph at the edge becomes a blank`() {
        var frame = Frame(size: Size(width: 3, height: 1))
        frame.write("a金井", at: Point(x: 0, y: 0))
        frame.write("金", at: Point(x: -1, y: 0))
        #expect(frame.text == " 金")
    }

    @Test func `overwriting half a wide glyph blanks the other half`() {
        var frame = Frame(size: Size(width: 4, height: 1))
        frame.write("金井", at: Point(x: 0, y: 0))
        frame.write("x", at: Point(x: 1, y: 0))
        frame.write("y", at: Point(x: 2, y: 0))
        #expect(frame.text == " xy")
    }

    @Test func `hidden characters keep their warning role in any style`() {
        var frame = Frame(size: Size(width: 10, height: 1))
        frame.write("a\(String("\u{202E}"))", at: Point(x: 0, y: 0), style: Style(.denied))
        #expect(frame.styles == "DHHHHHHHH.")
    }

    @Test func `a row over a role shows the role and keeps its text`() {
        var frame = Frame(size: Size(width: 4, height: 1))
        frame.write("abcd", at: Point(x: 0, y: 0), style: Style(.denied))
        frame.lay(Rect(x: 0, y: 0, width: 2, height: 1), over: .cursor)
        #expect(frame.text == "abcd")
        #expect(frame.styles == "CCDD")
    }

    @Test func `in ASCII mode line glyphs have ASCII equivalents and letters become question marks`() {
        var frame = Frame(size: Size(width: 20, height: 1), glyphs: .ascii)
        frame.write("│─┌ ▸ é 金 … \(String("\u{1B}"))", at: Point(x: 0, y: 0))
        #expect(frame.text == "|-+ > ? ?? ~ [")
        #expect(frame.row(0).reduce(0) { $0 + Int($1.glyph.width) } == 20)
    }

    @Test func `in ASCII mode a letter with a mark does not become the plain letter`() {
        var frame = Frame(size: Size(width: 20, height: 1), glyphs: .ascii)
        frame.write("exa\u{301}mple.example", at: Point(x: 0, y: 0))
        #expect(frame.text == "ex?mple.example")
    }

    @Test func `an empty frame accepts any drawing`() {
        var frame = Frame(size: Size(width: 0, height: 0))
        frame.write("abc", at: Point(x: 0, y: 0))
        frame.fill(Rect(x: 0, y: 0, width: 5, height: 5))
        #expect(frame.text.isEmpty)
    }
}

@Suite struct `Rectangles` {
    let area = Rect(x: 2, y: 1, width: 10, height: 6)

    @Test func `a split covers the whole rectangle without overlap`() {
        let (top, bottom) = area.split(rows: 2)
        #expect(top == Rect(x: 2, y: 1, width: 10, height: 2))
        #expect(bottom == Rect(x: 2, y: 3, width: 10, height: 4))
    }

    @Test func `a negative split counts from the other side`() {
        #expect(area.split(columns: -3).right == Rect(x: 9, y: 1, width: 3, height: 6))
    }

    @Test func `splits and rows beyond the area are empty`() {
        #expect(area.split(rows: 99).bottom.isEmpty)
        #expect(area.row(6).isEmpty)
        #expect(area.row(-7).isEmpty)
    }

    @Test func `a centered rectangle never exceeds the area`() {
        #expect(area.centered(Size(width: 99, height: 2)) == Rect(x: 2, y: 3, width: 10, height: 2))
    }
}
