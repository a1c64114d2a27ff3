import TerminalUI
import TestSupport
import Testing

@Suite struct `Safe text` {
    static let hostile: [(String, String)] = [
        ("\u{1B}[31mred", "␛[31mred"),
        ("\u{07}\u{08}\u{00}", "␇␈␀"),
        ("a\rb", "a⏎b"),
        ("a\r\nb\nc", "a⏎b⏎c"),
        ("a\tb", "a   b"),
        ("\u{7F}\u{9B}31m", "<7F><9B>31m"),
        ("\u{85}\u{90}\u{9D}", "<85><90><9D>"),
        ("A\u{202E}gnp", "A<U+202E>gnp"),
        ("\u{2066}x\u{2069}", "<U+2066>x<U+2069>"),
        ("pay\u{200B}pal\u{FEFF}", "pay<U+200B>pal<U+FEFF>"),
        (
            "\u{AD}\u{34F}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{17B4}",
            "<U+AD><U+034F><U+115F><U+1160><U+3164><U+FFA0><U+17B4>"
        ),
        ("\u{E0041}\u{FE0F}\u{E0100}", "<U+E0041><U+FE0F><U+E0100>"),
        ("\u{2028}\u{2029}", "<U+2028><U+2029>"),
        ("\u{E000}\u{F0000}\u{378}", "<FFFD><FFFD><FFFD>"),
        ("\u{1F1F8}\u{1F1EA}", "<U+1F1F8><U+1F1EA>"),
        ("👩\u{200D}💻", "👩<U+200D>💻"),
        ("\u{2800}", "<U+2800>"),
        ("a\u{A0}b\u{2003}c\u{3000}d", "a b c  d"),
        ("z\u{301}\u{302}\u{303}\u{304}!", "z\u{301}\u{302}\u{303}<+1>!"),
        ("\u{301}a", "◌\u{301}a"),
        (" \u{301}", " ◌\u{301}"),
    ]

    @Test(arguments: hostile)
    func `invisible and dangerous characters are spelled out`(data: String, shown: String) {
        #expect(SafeText(data).plain == shown)
    }

    @Test(arguments: ["Zoë Ångström — naïve", "金井 明", "Кирилл", "مرحبا", "A B", "e\u{301}", "…’“”", "✅ ok"])
    func `ordinary text is drawn unchanged`(text: String) {
        #expect(SafeText(text).plain == text)
    }

    @Test func `each spelled-out character counts as one warning`() {
        #expect(SafeText("a\u{202E}\u{200B}b\u{1B}").warnings == 3)
    }

    @Test func `a text that is too long says that it was cut`() {
        let text = SafeText(String(repeating: "a", count: SafeText.limit + 1))
        #expect(text.plain.hasSuffix("a<cut>"))
    }

    @Test func `data interpolated into a literal is made safe`() {
        let name = "A\u{202E}gnp"
        let line: SafeText = "asked by \(name)"
        #expect(line.plain == "asked by A<U+202E>gnp")
    }

    @Test func `line ends separate lines`() {
        #expect(SafeText.lines(of: "a\nb\r\nc\rd").map(\.plain) == ["a", "b", "c", "d"])
    }

    @Test func `lines beyond the limit are reported`() {
        #expect(SafeText.lines(of: "a\nb\nc", limit: 2).map(\.plain) == ["a", "b", "… more lines"])
    }

    /// All scalars of the planes that hold anything odd, a sample of the rest: nothing that a terminal acts on ever gets into a frame.
    @Test(arguments: [GlyphSet.unicode, .ascii])
    func `no control, format or unassigned scalar ever gets into a frame`(glyphs: GlyphSet) {
        var offenders: [UInt32] = []
        for value in UInt32(0)...0x10FFFF {
            let isOdd = value < 0x3400 || (0xF900...0x10FFF).contains(value) || (0xE0000...0xE0FFF).contains(value)
            guard isOdd || value % 61 == 0, let scalar = Unicode.Scalar(value) else { continue }
            var frame = Frame(size: Size(width: 16, height: 1), glyphs: glyphs)
            frame.write(SafeText("a" + String(scalar) + "b"), at: Point(x: 0, y: 0))
            if !frame.row(0).allSatisfy(isHarmless) { offenders.append(value) }
        }
        #expect(offenders.isEmpty)
    }

    private func isHarmless(_ cell: Cell) -> Bool {
        cell.glyph.scalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator: false
            default: !scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }

    @Test func `random scalars never break a frame or change its width`() {
        var random = Seeded(state: 7)
        for _ in 0..<2_000 {
            let scalars = (0..<20).map { _ in random.scalar() }
            let text = SafeText(String(String.UnicodeScalarView(scalars)))
            var frame = Frame(size: Size(width: 30, height: 1))
            frame.write(text, at: Point(x: -3, y: 0))
            let widths = frame.row(0).reduce(0) { $0 + Int($1.glyph.width) }
            #expect(frame.row(0).allSatisfy(isHarmless))
            #expect(widths == 30)
        }
    }
}

extension Seeded {
    /// A random scalar, mostly a troublesome one.
    fileprivate mutating func scalar() -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x9F, 0x300...0x36F, 0x2000...0x206F, 0x1100...0x11FF, 0x3040...0x30FF, 0x1F300...0x1FAFF,
            0xE0000...0xE01FF, 0xFE00...0xFEFF, 0x41...0x5A,
        ]
        let range = ranges[Int(next() % UInt64(ranges.count))]
        return Unicode.Scalar(range.lowerBound + UInt32(next() % UInt64(range.count))) ?? "x"
    }
}

@Suite struct `Joiners and marks in names` {
    @Test(
        arguments: [
            "\u{0639}\u{0644}\u{06CC}\u{200C}\u{0631}\u{0636}\u{0627}",
            "\u{0DC1}\u{0DCA}\u{200D}\u{0DBB}\u{0DD3} \u{0DB1}\u{0DD2}\u{0DB8}\u{0DBD}\u{0DCA}",
            "\u{0915}\u{094D}\u{200D}\u{0937}", "\u{0915}\u{094D}\u{200C}\u{0937}",
            "\u{0930}\u{093E}\u{0937}\u{094D}\u{091F}\u{094D}\u{0930}",
            "\u{0E17}\u{0E35}\u{0E48}\u{0E23}\u{0E31}\u{0E01}",
            "\u{05E9}\u{05C1}\u{05C2}\u{05B8}\u{05DC}\u{05D5}\u{05B9}\u{05DD}",
        ]
    )
    func `a name that is spelled correctly gives no warning`(name: String) {
        let text = SafeText(name)
        #expect(text.warnings == 0)
        #expect(!text.plain.contains("<"))
    }

    @Test(
        arguments: [
            "Ada\u{200D}Nord", "\u{200C}Ada", "Ada\u{200C}", "\u{0639}\u{200D}\u{0644}", "\u{0631}\u{200C}\u{0636}",
            "a\u{0DCA}b\u{200D}",
            "\u{0639}\u{200C}\u{200C}\u{0644}", "\u{200D}", "A" + String(repeating: "\u{0301}", count: 40),
        ]
    )
    func `a joiner anywhere else and too many marks give a warning`(name: String) {
        #expect(SafeText(name).warnings > 0)
    }

    @Test func `three marks stay on their letter`() {
        let text = SafeText("\u{05E9}\u{05C1}\u{05C2}\u{05B8}\u{05DC}")
        #expect(text.width == 2)
        #expect(text.plain.unicodeScalars.count == 5)
    }
}
