/// Masks personal data for users who need not see it.
package enum Masking {
    /// An address that shows only the start of its local part: `mi…@atelier-lumen.example`.
    ///
    /// At most two characters are kept, or one if the local part has one or two. A text without `@` keeps its first
    /// character. The part after the last `@` is shown only if it could be a domain.
    package static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text.prefix(1) + "…" }
        let local = text[..<at]
        return local.prefix(local.count > 2 ? 2 : 1) + "…" + (domain(of: text).map { "@" + $0 } ?? "@…")
    }

    /// The part of an address after the last `@` if it could be a domain: no white space, and no punctuation except
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

    /// A name reduced to its initials: `Mireille Caron` → `M… C…`.
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
