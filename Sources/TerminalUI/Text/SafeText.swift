/// The only text a `Frame` accepts.
///
/// Data from outside enters through `init(_:)` and nowhere else: controls, bidirectional overrides and invisible
/// characters become visible marks there, so no glyph can move the cursor, hide or reorder what a person reads.
/// Literals of the program convert by themselves, and what is interpolated into one goes through `init(_:)`:
/// `let line: SafeText = "asked by \(name)"`.
package struct SafeText: Hashable, Sendable {
    package private(set) var glyphs: [Glyph]
    /// Columns.
    package private(set) var width: Int

    /// Scalars that one text takes at most; the rest is replaced by one visible mark.
    package static let limit = 16_384

    /// No text.
    package init() {
        glyphs = []
        width = 0
    }

    init(glyphs: [Glyph]) {
        self.glyphs = glyphs
        width = glyphs.reduce(0) { $0 + Int($1.width) }
    }

    /// Makes data from anywhere safe to draw on one line.
    ///
    /// Controls become pictures (`␛`) or `<9B>`, line ends `⏎`, tabs spaces up to the next multiple of four,
    /// bidirectional and invisible characters `<U+202E>`, private and unassigned ones `<FFFD>`; a third combining
    /// mark on one character becomes a count. Nothing is dropped silently.
    package init(_ data: some StringProtocol) {
        var sanitiser = Sanitiser()
        sanitiser.append(data.unicodeScalars, limit: SafeText.limit)
        self = sanitiser.text
    }

    /// Glyphs that stand for something which would otherwise be invisible or dangerous.
    ///
    /// A run such as `<U+202E>` counts once.
    package var warnings: Int {
        var count = 0
        var previous = false
        for glyph in glyphs {
            let starts = glyph.isWarning && (!previous || glyph.base == "<")
            count += starts ? 1 : 0
            previous = glyph.isWarning
        }
        return count
    }

    package var isEmpty: Bool { glyphs.isEmpty }

    /// The text as drawn, for tests, titles and the clipboard; as safe as on the screen.
    package var plain: String {
        var scalars = String.UnicodeScalarView()
        for glyph in glyphs { scalars.append(contentsOf: glyph.scalars) }
        return String(scalars)
    }

    package static func + (left: SafeText, right: SafeText) -> SafeText {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout SafeText, right: SafeText) {
        left.glyphs += right.glyphs
        left.width += right.width
    }

    /// The text `count` times over.
    package func repeated(_ count: Int) -> SafeText {
        SafeText(glyphs: Array(repeatElement(glyphs, count: max(0, count)).joined()))
    }
}

// MARK: - Lines

extension SafeText {
    /// Makes each line of the data safe on its own: LF, CR LF and CR end a line.
    ///
    /// At most `limit` lines are made; then one more says that there is more.
    package static func lines(of data: some StringProtocol, limit: Int = 10_000) -> [SafeText] {
        var lines: [SafeText] = []
        for line in data.split(
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        ) {
            guard lines.count < limit else {
                lines.append("… more lines")
                break
            }
            lines.append(SafeText(line))
        }
        return lines
    }
}
