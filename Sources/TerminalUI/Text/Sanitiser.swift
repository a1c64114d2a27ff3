import PlainText

/// Converts scalars to glyphs; the only place that decides what may be drawn.
struct Sanitiser {
    private var glyphs: [Glyph] = []
    private var width = 0
    /// Combining marks in excess of the three that the last glyph can hold.
    private var surplusMarks = 0

    private static let tabStop = 4

    /// The text so far.
    var text: SafeText {
        var finished = self
        finished.tellSurplusMarks()
        return SafeText(glyphs: finished.glyphs)
    }

    /// Appends at most `limit` scalars, and a mark if there are more. A joiner that the spelling of its word needs is
    /// left out, because terminals differ in the width that they give it.
    mutating func append(_ scalars: some BidirectionalCollection<Unicode.Scalar>, limit: Int) {
        var taken = 0
        var afterReturn = false
        for index in scalars.indices {
            let scalar = scalars[index]
            guard taken < limit else { return appendWarning("<cut>") }
            defer { taken += 1 }
            let completesLineEnd = scalar == "\n" && afterReturn
            afterReturn = scalar == "\r"
            if completesLineEnd { continue }
            if scalar == Joiner.joiner || scalar == Joiner.nonJoiner, Joiner.isNeeded(at: index, in: scalars) {
                continue
            }
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch ScalarKind(scalar) {
        case .visible(let columns):
            appendGlyph(Glyph(base: scalar, width: columns))
        case .mark:
            combine(scalar)
        case .lineEnd:
            appendGlyph(Glyph(base: "⏎", width: 1, isWarning: true))
        case .tab:
            for _ in 0..<(Sanitiser.tabStop - width % Sanitiser.tabStop) { appendGlyph(.space) }
        case .space(let columns):
            for _ in 0..<columns { appendGlyph(.space) }
        case .control(let picture):
            appendGlyph(Glyph(base: picture, width: 1, isWarning: true))
        case .spelled(let spelling):
            appendWarning(spelling)
        }
    }

    private mutating func appendGlyph(_ glyph: Glyph) {
        tellSurplusMarks()
        glyphs.append(glyph)
        width += Int(glyph.width)
    }

    private mutating func appendWarning(_ spelling: String) {
        for scalar in spelling.unicodeScalars { appendGlyph(Glyph(base: scalar, width: 1, isWarning: true)) }
    }

    /// Adds a combining mark to the last glyph. A mark without a base gets a dotted circle.
    private mutating func combine(_ mark: Unicode.Scalar) {
        guard surplusMarks == 0 else { return surplusMarks += 1 }
        if glyphs.last.map({ $0.isWarning || $0.base == " " }) ?? true {
            appendGlyph(Glyph(base: "◌", width: 1))
        }
        if !glyphs[glyphs.count - 1].combine(mark) { surplusMarks = 1 }
    }

    /// Appends the number of excess combining marks.
    private mutating func tellSurplusMarks() {
        guard surplusMarks > 0 else { return }
        let spelling = "<+\(surplusMarks)>"
        surplusMarks = 0
        appendWarning(spelling)
    }
}
