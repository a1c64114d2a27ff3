/// A text in one style.
package struct Span: Hashable, Sendable {
    package var text: SafeText
    package var style: Style

    package init(_ text: SafeText, _ style: Style = .text) {
        self.text = text
        self.style = style
    }

    package init(_ text: SafeText, _ role: Role) {
        self.init(text, Style(role))
    }
}

/// Spans beside each other.
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

    /// Columns.
    package var width: Int { spans.reduce(0) { $0 + $1.text.width } }

    package static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

    /// The text without its styles.
    package var plain: String { spans.map(\.text.plain).joined() }
}
