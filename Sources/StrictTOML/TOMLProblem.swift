/// What is wrong with a TOML document, where, and what to do about it.
package struct TOMLProblem: Error, Sendable, Hashable {
    /// The file's name as the reader of the message knows it.
    package var file: String
    /// Counts from 1; 0 when the problem is the document as a whole.
    package var line: Int
    /// In characters, counts from 1; nil where it is not known.
    package var column: Int?
    /// What is wrong, without a full stop.
    package var message: String
    /// What to do, in the imperative, without a full stop.
    package var remedy: String
    /// For a mistake inside an expression: the expression's line, and below it a caret at the place.
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
    /// The text in double quotes, safe to print: control, format and bidirectional characters spelled out, at most
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
                text += scalar.isPrintable ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return text + "\""
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
