/// Hiding a person from those who need not know them.
package enum Masking {
    /// An address with only the start of its local part: `mi…@atelier-lumen.example`.
    ///
    /// At most two characters are kept, and only one of a local part of one or two. A text without `@` keeps its first
    /// character.
    package static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text.prefix(1) + "…" }
        let local = text[..<at]
        return local.prefix(local.count > 2 ? 2 : 1) + "…" + text[at...]
    }

    /// A name with only its initials: `Mireille Caron` → `M… C…`.
    package static func name(_ text: String) -> String {
        text.split(separator: " ").prefix(4).map { $0.prefix(1) + "…" }.joined(separator: " ")
    }
}
