import PlainText

extension String {
    /// The text as a string literal in double quotes, valid in both TOML and CEL. Quotes, backslashes, control
    /// characters and invisible characters are escaped.
    package var literal: String {
        var written = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case "\n": written += "\\n"
            case "\t": written += "\\t"
            case "\r": written += "\\r"
            default: written += scalar.isHidden ? scalar.escape : String(scalar)
            }
        }
        return written + "\""
    }
}

extension Unicode.Scalar {
    fileprivate var isHidden: Bool {
        // Combining marks change how the character before them looks.
        isUnsafeToPrint
            || properties.isDefaultIgnorableCodePoint && properties.generalCategory != .nonspacingMark
    }

    /// `\u202E`, `\U000E0041`.
    fileprivate var escape: String {
        let digits = String(value, radix: 16, uppercase: true)
        let width = value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
