package import GatehouseModel
import PlainText

/// The values of a message's placeholders in one call.
package struct MessageValues: Sendable {
    package var code: ReferenceCode
    package var queue: String?
    package var claims: Claims

    package init(code: ReferenceCode, claims: Claims, queue: String? = nil) {
        self.code = code
        self.claims = claims
        self.queue = queue
    }

    /// The maximum length of a value, in characters; longer ones are cut and end in `…`.
    package static let lengthLimit = 200

    /// The value as plain text; empty if there is none. Control and bidirectional characters are removed, since the
    /// value comes from outside.
    subscript(placeholder: Placeholder) -> String {
        switch placeholder {
        case .code: code.description
        case .email: Self.plain(claims.email ?? "")
        case .domain: Self.plain(domain ?? "")
        case .queue: Self.plain(queue ?? "")
        case .claim(let name): Self.plain(claim(name) ?? "")
        }
    }

    private var domain: String? {
        guard let email = claims.email else { return nil }
        if let address = EmailAddress(email) { return address.domain.unicode }
        return email.lastIndex(of: "@").map { String(email[email.index(after: $0)...]) }
    }

    private func claim(_ name: String) -> String? {
        if name == "email" { return claims.email }
        return switch claims.attributes[name] {
        case .string(let text): text
        case .int(let number): String(number)
        case .double(let number): String(number)
        case .bool(let flag): String(flag)
        case .null, .array, .object, nil: nil
        }
    }

    private static func plain(_ text: String) -> String {
        if text.utf8.count <= lengthLimit, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var result = ""
        // Bounds the length first, since one character can have any number of combining marks.
        for scalar in text.unicodeScalars.prefix(lengthLimit * 4) where !scalar.isUnsafeInText {
            result.unicodeScalars.append(scalar)
        }
        return result.count <= lengthLimit ? result : result.prefix(lengthLimit - 1) + "…"
    }
}

extension Unicode.Scalar {
    /// Whether it must not stand in a text for people. Joiners may: the spelling of Persian and Indic scripts and
    /// emoji need them.
    var isUnsafeInText: Bool { isUnsafeToPrint && self != "\u{200C}" && self != "\u{200D}" }
}
