/// What is wrong with an expression, or went wrong while it was evaluated, and where.
package struct ExpressionError: Error, Sendable, CustomStringConvertible {
    private let failure: Failure
    private let offset: Int
    private let source: SourceText

    /// - Parameter offset: the byte of `source`.
    package init(_ message: String, at offset: Int, in source: SourceText) {
        self.init(.invalid(message), at: offset, in: source)
    }

    /// Costs nothing yet: texts are made when they are asked for, since most conditions without a value are not told.
    init(_ failure: Failure, at offset: Int, in source: SourceText) {
        self.failure = failure
        self.offset = offset
        self.source = source
    }

    /// Whether both say the same of the same place; cheaper than comparing their texts.
    package func isSame(as other: ExpressionError) -> Bool {
        offset == other.offset && failure == other.failure && source.text == other.source.text
    }

    /// One sentence, lower case, without a full stop.
    package var message: String { failure.description }
    /// From 1.
    package var line: Int { source.position(of: offset).line }
    /// From 1, in code points.
    package var column: Int { source.position(of: offset).column }
    /// The line of the expression that `column` is in.
    package var excerpt: String { source.line(at: offset) }

    /// Three lines: `LINE:COLUMN: message`, the line of the expression, a caret under the place.
    package var description: String { "\(headline)\n\(pointer)" }

    /// `LINE:COLUMN: message`.
    package var headline: String { "\(line):\(column): \(message)" }

    /// The part of the line around the place, and the caret below it.
    package var pointer: String {
        let scalars = Array(excerpt.unicodeScalars)
        let column = column
        let start = max(0, column - 60)
        var shown = ""
        shown.unicodeScalars.append(contentsOf: scalars[min(start, scalars.count)...].prefix(100))
        return "  \(shown)\n  \(String(repeating: " ", count: column - 1 - start))^"
    }
}
