/// Writes CSV (RFC 4180) that a spreadsheet shows as text: one rule for the command line, the console and exports.
package enum CSVText {
    /// One record without its line end. A field that a spreadsheet would take for a formula gets an apostrophe in
    /// front.
    package static func record(_ fields: [String]) -> String {
        fields.map { quoted(guarded($0)) }.joined(separator: ",")
    }

    /// The field with an apostrophe in front if a spreadsheet would take it for a formula; a lone `-` stays.
    ///
    /// A field of that kind that has apostrophes in front gets one more, so that `unguarded` gives back every text.
    package static func guarded(_ field: String) -> String {
        startsFormula(field.unicodeScalars.drop { $0 == "'" }) && field != "-" ? "'" + field : field
    }

    /// The field as it was before `guarded`.
    package static func unguarded(_ field: String) -> String {
        guard field.utf8.first == UInt8(ascii: "'"), field != "'-",
            startsFormula(field.unicodeScalars.drop { $0 == "'" })
        else { return field }
        return String(String.UnicodeScalarView(field.unicodeScalars.dropFirst()))
    }

    /// Whether the text begins with `=`, `+`, `-` or `@`, in their full-width forms too, with a tab or a carriage
    /// return, or with one of these behind white space or characters that are not seen.
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
