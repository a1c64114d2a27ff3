/// What is wrong with an expression, or went wrong while it was evaluated, and where.
package struct ExpressionError: Error, Sendable, CustomStringConvertible {
    /// One sentence, lower case, without a full stop.
    package let message: String
    /// From 1.
    package let line: Int
    /// From 1, in code points.
    package let column: Int
    /// The line of the expression that `column` is in.
    package let excerpt: String

    /// - Parameter offset: the byte of `source`.
    package init(_ message: String, at offset: Int, in source: SourceText) {
        self.message = message
        (line, column) = source.position(of: offset)
        excerpt = source.line(at: offset)
    }

    /// Three lines: `LINE:COLUMN: message`, the line of the expression, a caret under the place.
    package var description: String { "\(headline)\n\(pointer)" }

    /// `LINE:COLUMN: message`.
    package var headline: String { "\(line):\(column): \(message)" }

    /// The part of the line around the place, and the caret below it.
    package var pointer: String {
        let scalars = Array(excerpt.unicodeScalars)
        let start = max(0, column - 60)
        var shown = ""
        shown.unicodeScalars.append(contentsOf: scalars[min(start, scalars.count)...].prefix(100))
        return "  \(shown)\n  \(String(repeating: " ", count: column - 1 - start))^"
    }
}
