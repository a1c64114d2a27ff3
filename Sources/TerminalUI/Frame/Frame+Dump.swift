/// The frame as text, for tests, `save` commands and failure reports.
extension Frame {
    /// The rows without trailing spaces, joined by line feeds.
    package var text: String {
        lines.joined(separator: "\n")
    }

    /// The rows without trailing spaces.
    package var lines: [String] {
        (0..<size.height).map { index in
            var scalars = String.UnicodeScalarView()
            for cell in row(index) { scalars.append(contentsOf: cell.glyph.scalars) }
            return Frame.withoutTrailingSpaces(String(scalars))
        }
    }

    /// The styles, one letter per cell (`Role.legend`): of the role that the cell lies over if there is one, otherwise
    /// of its own role.
    package var styles: String {
        (0..<size.height).map { index in
            String(row(index).map { ($0.style.over ?? $0.style.role).legend })
        }.joined(separator: "\n")
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        var line = Substring(line)
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
