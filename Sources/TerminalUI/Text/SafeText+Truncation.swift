/// Which part of a text to remove if it is too long.
package enum Truncation: Hashable, Sendable {
    case start
    case middle
    case end
    /// The middle of an address's domain, so that the part before the `@` stays as long as a few columns remain.
    case addressDomain
}

extension SafeText {
    /// The text in at most `columns` columns. `…` marks the removed part; it is drawn as `~` if only ASCII is
    /// available.
    package func truncated(to columns: Int, keeping truncation: Truncation = .end) -> SafeText {
        guard width > columns else { return self }
        guard columns > 0 else { return SafeText() }
        let room = columns - 1
        switch truncation {
        case .end: return SafeText.marked(prefix(columns: room), SafeText())
        case .start: return SafeText.marked(SafeText(), suffix(columns: room))
        case .addressDomain: return truncatedAddress(to: columns)
        case .middle: return SafeText.marked(prefix(columns: room - room / 2), suffix(columns: room / 2))
        }
    }

    private func truncatedAddress(to columns: Int) -> SafeText {
        guard let at = glyphs.lastIndex(where: { $0.base == "@" }) else { return truncated(to: columns) }
        let local = SafeText(glyphs: Array(glyphs[..<at]))
        let domain = SafeText(glyphs: Array(glyphs[at...]))
        let least = min(domain.width, max(1, columns / 3))
        let kept = local.truncated(to: max(0, columns - least))
        return kept + domain.truncated(to: columns - kept.width, keeping: .middle)
    }

    /// Joins both parts with one mark between them, also if the text already has one at the cut.
    private static func marked(_ before: SafeText, _ after: SafeText) -> SafeText {
        let mark = Glyph(base: "…", width: 1)
        let isMarked = before.glyphs.last == mark || after.glyphs.first == mark
        return SafeText(glyphs: before.glyphs + (isMarked ? [] : [mark]) + after.glyphs)
    }

    /// The text in exactly `columns` columns: truncated if too long, padded with spaces if too short.
    package func fitted(to columns: Int, alignment: Alignment = .left, truncation: Truncation = .end) -> SafeText {
        let text = truncated(to: columns, keeping: truncation)
        let padding = SafeText(glyphs: Array(repeating: .space, count: max(0, columns - text.width)))
        return alignment == .left ? text + padding : padding + text
    }

    /// The glyphs that fit in the first `columns` columns.
    package func prefix(columns: Int) -> SafeText {
        var used = 0
        let end = glyphs.firstIndex { glyph in
            used += Int(glyph.width)
            return used > columns
        }
        return SafeText(glyphs: Array(glyphs[..<(end ?? glyphs.endIndex)]))
    }

    /// The glyphs that fit in the last `columns` columns.
    package func suffix(columns: Int) -> SafeText {
        var used = 0
        let last = glyphs.lastIndex { glyph in
            used += Int(glyph.width)
            return used > columns
        }
        return SafeText(glyphs: Array(glyphs[(last.map { $0 + 1 } ?? 0)...]))
    }

    /// The text without its first `columns` columns; a wide glyph that is cut in half becomes a space.
    package func dropping(columns: Int) -> SafeText {
        var skipped = 0
        for (index, glyph) in glyphs.enumerated() {
            guard skipped < columns else {
                let padding = [Glyph](repeating: .space, count: skipped - columns)
                return SafeText(glyphs: padding + glyphs[index...])
            }
            skipped += Int(glyph.width)
        }
        return SafeText()
    }
}

/// The horizontal alignment of a text.
package enum Alignment: Hashable, Sendable {
    case left
    case right
}
