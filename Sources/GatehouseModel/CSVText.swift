/// Writes CSV (RFC 4180) that a spreadsheet shows as text. The command line, the console and exports all use it.
package enum CSVText {
    /// One record without its line end. Every field that a spreadsheet would treat as a formula gets a leading
    /// apostrophe.
    package static func record(_ fields: [String]) -> String {
        fields.map { quoted(guarded($0)) }.joined(separator: ",")
    }

    /// The field with a leading apostrophe if a spreadsheet would treat it as a formula; a lone `-` is unchanged.
    ///
    /// If such a field already starts with apostrophes it gets one more, so that `unguarded` restores every text.
    package static func guarded(_ field: String) -> String {
        startsFormula(field.unicodeScalars.drop { $0 == "'" }) && field != "-" ? "'" + field : field
    }

    /// The original field of a result of `guarded`.
    package static func unguarded(_ field: String) -> String {
        guard field.utf8.first == UInt8(ascii: "'"), field != "'-",
            startsFormula(field.unicodeScalars.drop { $0 == "'" })
        else { return field }
        return String(String.UnicodeScalarView(field.unicodeScalars.dropFirst()))
    }

    /// Whether the text begins with `=`, `+`, `-` or `@` (also in full width), with a tab or a carriage return, or with
    /// one of these after white space or invisible characters.
    private static func startsFormula(_ scalars: Substring.UnicodeScalarView) -> Bool {
        if let first = scalars.first, "\t\r\n".unicodeScalars.contains(first) { return true }
        let seen = scalars.first { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint }
        return seen.map { signs.contains($0) } ?? false
    }

    private static let signs = Set("=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}\u{2212}".unicodeScalars)

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B || $0 < 0x20 }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
