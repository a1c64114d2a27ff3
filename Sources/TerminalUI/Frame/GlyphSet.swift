/// The glyphs a frame may hold.
package enum GlyphSet: Hashable, Sendable {
    case unicode
    /// Only ASCII: line glyphs have plain twins, other scalars become `?` in as many columns.
    case ascii
}
