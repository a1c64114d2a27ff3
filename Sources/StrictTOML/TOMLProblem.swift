import PlainText

/// A problem in a TOML document: what is wrong, where, and what to do about it.
package struct TOMLProblem: Error, Sendable, Hashable {
    /// The file name to show in messages.
    package var file: String
    /// Counts from 1; 0 if the problem concerns the whole document.
    package var line: Int
    /// In characters, counting from 1; nil if unknown.
    package var column: Int?
    /// What is wrong, without a full stop.
    package var message: String
    /// What to do, in the imperative, without a full stop.
    package var remedy: String
    /// For a problem inside an expression: the expression's line with a caret below the position.
    package var pointer: String?

    package init(
        file: String,
        line: Int,
        column: Int? = nil,
        message: String,
        remedy: String,
        pointer: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy
        self.pointer = pointer
    }
}

extension TOMLProblem: CustomStringConvertible {
    /// `policy.toml:12: unknown key "usernmae"; did you mean "username"?`
    package var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return "\(place): \(message); \(remedy)" + (pointer.map { "\n" + $0 } ?? "")
    }
}

extension String {
    /// The text in double quotes, safe to print: control, format and bidirectional characters are escaped. At most
    /// `limit` characters.
    package func quoted(limit: Int = 80) -> String {
        var text = "\""
        for (count, character) in enumerated() {
            guard count < limit else {
                text += "…"
                break
            }
            for scalar in character.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text += scalar.isUnsafeToPrint ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
            }
        }
        return text + "\""
    }
}
