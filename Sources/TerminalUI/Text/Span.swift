/// A text in one style.
package struct Span: Hashable, Sendable {
    package var text: SafeText
    package var style: Style

    package init(_ text: SafeText, _ style: Style = Style(.text)) {
        self.text = text
        self.style = style
    }

    package init(_ text: SafeText, _ role: Role) {
        self.init(text, Style(role))
    }
}

/// A sequence of spans.
package struct Line: Hashable, Sendable, ExpressibleByArrayLiteral {
    package var spans: [Span]

    package init(_ spans: [Span] = []) {
        self.spans = spans
    }

    /// One text in one role.
    package init(_ text: SafeText, _ role: Role = .text) {
        spans = [Span(text, role)]
    }

    package init(arrayLiteral elements: Span...) {
        spans = elements
    }

    /// The width in columns.
    package var width: Int { spans.reduce(0) { $0 + $1.text.width } }

    package static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

    /// The text without its styles.
    package var plain: String { spans.map(\.text.plain).joined() }
}

extension Line {
    /// The line in at most `columns` columns, with a mark if it was cut.
    package func truncated(to columns: Int) -> Line {
        guard width > columns else { return self }
        var kept: [Span] = []
        var room = columns
        for span in spans where room > 0 {
            // A text that just fits must still give up a column for the mark if more text follows.
            let isLast = span.text.width > room - 1
            let text = isLast ? SafeText.cut(span.text, to: room) : span.text
            kept.append(Span(text, span.style))
            room -= text.width
            if isLast { break }
        }
        return Line(kept)
    }

    /// The line without its first `columns` columns.
    package func dropping(columns: Int) -> Line {
        var toDrop = columns
        var kept: [Span] = []
        for span in spans {
            let width = span.text.width
            if toDrop < width { kept.append(Span(span.text.dropping(columns: toDrop), span.style)) }
            toDrop = max(0, toDrop - width)
        }
        return Line(kept)
    }
}

extension SafeText {
    /// The text cut to `columns` columns with a mark, even if all of it would fit.
    fileprivate static func cut(_ text: SafeText, to columns: Int) -> SafeText {
        guard text.width < columns else { return (text + " ").truncated(to: columns) }
        return text + "…"
    }
}
