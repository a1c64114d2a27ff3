/// Hiding a person from those who need not know them.
package enum Masking {
    /// An address with only the start of its local part: `mi…@atelier-lumen.example`.
    ///
    /// At most two characters are kept, and only one of a local part of one or two. A text without `@` keeps its first
    /// character. What follows the last `@` is shown only if a domain could be written like it.
    package static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text.prefix(1) + "…" }
        let local = text[..<at]
        return local.prefix(local.count > 2 ? 2 : 1) + "…" + (domain(of: text).map { "@" + $0 } ?? "@…")
    }

    /// What follows the last `@` of an address, if a domain could be written like it: no white space, no marks but
    /// `-`, `.` and `_`.
    package static func domain(of email: String) -> Substring? {
        guard let at = email.lastIndex(of: "@") else { return nil }
        let domain = email[email.index(after: at)...]
        let isDomain = domain.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isDomain && !domain.isEmpty ? domain : nil
    }

    /// A name with only its initials: `Mireille Caron` → `M… C…`.
    package static func name(_ text: String) -> String {
        text.split(separator: " ").prefix(4).map { $0.prefix(1) + "…" }.joined(separator: " ")
    }

    /// Text with every word that looks like an address masked.
    package static func addresses(in text: String) -> String {
        guard text.contains("@") else { return text }
        let isEdge: (Character) -> Bool = { $0.isWhitespace || "<>()[]{},;:\"'".contains($0) }
        var masked = ""
        var word = ""
        for character in text + " " {
            guard isEdge(character) else {
                word.append(character)
                continue
            }
            masked += word.contains("@") ? email(word) : word
            masked.append(character)
            word = ""
        }
        masked.removeLast()
        return masked
    }
}
