/// ASCII equivalents of the glyphs that programs draw themselves, one column each.
///
/// Letters have none on purpose: an `é` shown as `e` would look like another name, so it becomes `?`.
enum AsciiTwins {
    static func twin(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "│", "┃", "║": "|"
        case "─", "━", "═", "–", "—", "‐", "‑", "−": "-"
        case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼", "╔", "╗", "╚", "╝", "┏", "┓", "┗", "┛", "┣", "┫": "+"
        case "▸", "›", "»", "→", "⇢": ">"
        case "◂", "‹", "«", "←", "⇠": "<"
        case "▲", "↑": "^"
        case "▼", "↓": "v"
        case "●", "■", "•", "◆": "*"
        case "█", "▬": "#"
        case "○", "□", "◇": "o"
        case "·", "…", "▁", "⏎": plainPunctuation(scalar)
        case "✓": "+"
        case "✗", "×": "x"
        case "↻", "⟳": "@"
        case "’", "‘": "'"
        case "“", "”": "\""
        case "\u{A0}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}", "\u{3000}": " "
        case "\u{2400}"..."\u{241F}": letterOfControl(scalar)
        default: "?"
        }
    }

    private static func plainPunctuation(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "…": "~"
        case "▁": "_"
        case "⏎": "$"
        default: "."
        }
    }

    /// The letter for a control picture: `␛` is `[`, as in `^[`.
    private static func letterOfControl(_ picture: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: picture.value - 0x2400 + 0x40))
    }
}
