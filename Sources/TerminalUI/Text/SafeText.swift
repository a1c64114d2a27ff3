/// The only text that a `Frame` accepts.
///
/// Outside data enters only through `init(_:)`, which makes control characters, bidirectional overrides and invisible
/// characters visible, so that no glyph can move the cursor, or hide or reorder what the user reads. Literals of the
/// program are converted directly, and interpolated values go through `init(_:)`: `let line: SafeText = "asked by
/// \(name)"`.
package struct SafeText: Hashable, Sendable {
    package private(set) var glyphs: [Glyph]
    /// The width in columns.
    package private(set) var width: Int

    /// The maximum number of scalars in a text; a visible mark replaces the rest.
    package static let limit = 16_384

    /// An empty text.
    package init() {
        glyphs = []
        width = 0
    }

    init(glyphs: [Glyph]) {
        self.glyphs = glyphs
        width = glyphs.reduce(0) { $0 + Int($1.width) }
    }

    /// Makes any data safe to draw on one line.
    ///
    /// Control characters become pictures (`␛`) or `<9B>`, line ends `⏎`, tabs spaces up to the next multiple of four,
    /// bidirectional and invisible characters `<U+202E>`, private and unassigned ones `<FFFD>`. If a character has
    /// more than three combining marks, a count replaces the rest. Nothing is dropped silently, apart from joiners that
    /// the spelling of their word needs.
    package init(_ data: some StringProtocol) {
        var sanitiser = Sanitiser()
        sanitiser.append(data.unicodeScalars, limit: SafeText.limit)
        self = sanitiser.text
    }

    /// The number of glyphs that replace something invisible or dangerous.
    ///
    /// A group such as `<U+202E>` counts once.
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

    /// The text repeated `count` times.
    package func repeated(_ count: Int) -> SafeText {
        SafeText(glyphs: Array(repeatElement(glyphs, count: max(0, count)).joined()))
    }
}

// MARK: - Lines

extension SafeText {
    /// Makes each line of the data safe separately. LF, CR LF and CR end a line.
    ///
    /// Returns at most `limit` lines, followed by a note if there are more.
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
