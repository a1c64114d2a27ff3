/// A colour in a theme.
package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the terminal's 16 colours, which the user's settings define: 0 to 7, and the bright ones 8 to 15.
    case indexed(UInt8)
    /// An exact colour, approximated if the terminal has fewer.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// The number of colours that a terminal can show.
package enum ColorDepth: String, CaseIterable, Hashable, Sendable {
    case mono
    case eight = "8"
    case sixteen = "16"
    case full = "256"
}
