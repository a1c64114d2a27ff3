/// A problem in an expression or its evaluation, and its position.
package struct ExpressionError: Error, Sendable, CustomStringConvertible {
    private let failure: Failure
    private let offset: Int
    private let source: SourceText

    /// - Parameter offset: the byte offset in `source`.
    package init(_ message: String, at offset: Int, in source: SourceText) {
        self.init(.invalid(message), at: offset, in: source)
    }

    /// Cheap: the texts are made only when asked for, since most evaluation failures are never shown.
    init(_ failure: Failure, at offset: Int, in source: SourceText) {
        self.failure = failure
        self.offset = offset
        self.source = source
    }

    /// Whether both report the same failure at the same place; cheaper than comparing their texts.
    package func isSame(as other: ExpressionError) -> Bool {
        offset == other.offset && failure == other.failure && source.text == other.source.text
    }

    /// One sentence, lower case, without a full stop.
    package var message: String { failure.description }
    /// Counts from 1.
    package var line: Int { source.position(of: offset).line }
    /// Counts from 1, in code points.
    package var column: Int { source.position(of: offset).column }
    /// The line of the expression that contains the problem.
    package var excerpt: String { source.line(at: offset) }

    /// Three lines: `LINE:COLUMN: message`, the line of the expression, and a caret under the position.
    package var description: String { "\(headline)\n\(pointer)" }

    /// `LINE:COLUMN: message`.
    package var headline: String { "\(line):\(column): \(message)" }

    /// The part of the line around the position, with a caret below it.
    package var pointer: String {
        let scalars = Array(excerpt.unicodeScalars)
        let column = column
        let start = max(0, column - 60)
        var shown = ""
        shown.unicodeScalars.append(contentsOf: scalars[min(start, scalars.count)...].prefix(100))
        return "  \(shown)\n  \(String(repeating: " ", count: column - 1 - start))^"
    }
}
