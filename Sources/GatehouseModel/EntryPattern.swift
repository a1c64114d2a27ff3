/// What a list entry matches, in the notation that console, CLI, imports and exports share.
///
/// | notation | kind |
/// |---|---|
/// | `ada@b.example` | email |
/// | `b.example` | domain, exactly |
/// | `.b.example` | subtree: the domain and everything below it |
/// | `*.b.example` | children: below it only |
/// | `issuer:google.com` | identity provider |
package struct EntryPattern: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case email, domain, subtree, children, issuer
    }

    package let kind: Kind
    /// The canonical operand without any notation: `b.example` for `.b.example`.
    package let value: String

    /// Rebuilds a pattern from its stored parts; `value` must be canonical already.
    package init(kind: Kind, canonical value: String) {
        self.kind = kind
        self.value = value
    }

    /// The longest entry accepted, in UTF-8 bytes.
    package static let lengthLimit = 320

    /// Reads one entry. Surrounding white space is ignored.
    ///
    /// - Throws: `EntryError` saying what was wrong and what to write instead.
    package init(_ text: String) throws(EntryError) {
        let text = text.trimmedWhiteSpace
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.lengthLimit else { throw .tooLong(bytes: text.utf8.count) }
        if text.hasPrefix("issuer:") {
            let issuer = text.dropFirst(7).trimmedWhiteSpace.lowercased()
            guard !issuer.isEmpty, issuer.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
                throw .badIssuer(text)
            }
            self.init(kind: .issuer, canonical: issuer)
        } else if text.contains("@") {
            guard let address = EmailAddress(text) else { throw .badEmail(text) }
            self.init(kind: .email, canonical: address.canonical)
        } else if text.hasPrefix("*.") {
            self.init(kind: .children, canonical: try Self.domain(text.dropFirst(2), in: text))
        } else if text.hasPrefix(".") {
            self.init(kind: .subtree, canonical: try Self.domain(text.dropFirst(1), in: text))
        } else {
            self.init(kind: .domain, canonical: try Self.domain(text[...], in: text))
        }
    }

    private static func domain(_ text: Substring, in entry: String) throws(EntryError) -> String {
        guard let name = DomainName(String(text)) else { throw .badDomain(entry) }
        return name.ascii
    }

    /// The entry as people write it.
    package var notation: String {
        switch kind {
        case .email, .domain: value
        case .subtree: "." + value
        case .children: "*." + value
        case .issuer: "issuer:" + value
        }
    }

    /// A sentence for the person about to add it: `b.example and everything below it`.
    package var explanation: String {
        switch kind {
        case .email: "the address \(value)"
        case .domain: "exactly \(value)"
        case .subtree: "\(value) and everything below it"
        case .children: "everything below \(value), not \(value) itself"
        case .issuer: "everyone who signs in with \(value)"
        }
    }
}

/// Why a text is no list entry.
package enum EntryError: Error, Sendable, Hashable {
    case empty
    case tooLong(bytes: Int)
    case badEmail(String)
    case badDomain(String)
    case badIssuer(String)
}

extension EntryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "the entry is empty; write an address, a domain, .domain, *.domain or issuer:name"
        case .tooLong(let bytes):
            "the entry has \(bytes) bytes; at most \(EntryPattern.lengthLimit) are accepted"
        case .badEmail(let text):
            "\"\(text)\" is not an e-mail address; write it as name@domain.example"
        case .badDomain(let text):
            "\"\(text)\" is not a domain; write b.example, .b.example (with everything below) or *.b.example (below only)"
        case .badIssuer(let text):
            "\"\(text)\" names no identity provider; write issuer:google.com"
        }
    }
}

extension StringProtocol {
    /// The text without leading and trailing spaces, tabs and line ends.
    package var trimmedWhiteSpace: String {
        let isWhite: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        guard let first = firstIndex(where: { !isWhite($0) }), let last = lastIndex(where: { !isWhite($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
