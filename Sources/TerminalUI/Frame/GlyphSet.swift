/// The glyphs that a frame may contain.
package enum GlyphSet: Hashable, Sendable {
    case unicode
    /// Only ASCII: line glyphs have ASCII equivalents, other scalars become one `?` per column.
    case ascii
}
