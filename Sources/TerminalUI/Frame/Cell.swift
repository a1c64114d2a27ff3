/// One position of the grid: a glyph, or the right half of a wide glyph, with its style.
package struct Cell: Hashable, Sendable {
    /// The glyph to draw; `Glyph.continuation` in the right half of a wide glyph.
    package let glyph: Glyph
    package var style: Style

    package init(glyph: Glyph, style: Style) {
        self.glyph = glyph
        self.style = style
    }

    /// A space in the theme's `text` role.
    package static let blank = Cell(glyph: .space, style: Style(.text))

    /// Whether this is the right half of a wide glyph.
    package var isContinuation: Bool { glyph.width == 0 }
}
