/// Why a text is not a list entry.
package enum EntryError: Error, Sendable, Hashable {
    case empty
    case tooLong(bytes: Int)
    case badEmail(String, AddressFault)
    case badDomain(String, DomainFault)
    case badIssuer(String)
    case badNetwork(String, IPNetwork.Fault)
    case badPattern(String, reason: String)
    case badValue(String)
    /// A claim that has an entry kind of its own.
    case notAValue(String)
}

extension EntryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty:
            "the entry is empty; write an address, a domain, .domain, *.domain, issuer:name, "
                + "192.0.2.0/24, /pattern/ or value:claim=text"
        case .tooLong(let bytes):
            "the entry has \(bytes) bytes; at most \(EntryPattern.lengthLimit) are accepted"
        case .badEmail(let text, let fault):
            Self.domain(behindAt: text).map { "\(Self.shown(text)) begins with @; write \($0) for the domain" }
                ?? "\(Self.shown(text)) is not an e-mail address: \(fault); write it as name@domain.example"
        case .badDomain(let text, let fault):
            "\(Self.shown(text)) is not a domain: \(fault); \(Self.remedy(for: text))"
        case .badIssuer(let text):
            "\(Self.shown(text)) names no identity provider; write issuer:google.com"
        case .badNetwork(let text, let fault):
            Self.description(of: fault, in: text)
        case .badPattern(let text, let reason):
            "\(Self.shown(text)) is no pattern: \(reason); write RE2 syntax between slashes, as in /^x[0-9]+@/"
        case .badValue(let text):
            "\(Self.shown(text)) compares no claim; write value:country=SE"
        case .notAValue(let text):
            "\(Self.shown(text)) cannot be compared as a value; write the address, the domain or issuer:name itself"
        }
    }

    /// The text in quotes. Characters that cannot be seen are spelled, as in `<U+00A0>`, because the line looks right
    /// without them.
    private static func shown(_ text: String) -> String {
        let spelled = text.unicodeScalars.map { $0.isVisible ? String($0) : "<\($0.codePoint)>" }.joined()
        return "\"\(spelled)\""
    }

    /// The domain in `@b.example`, the notation of some lists.
    private static func domain(behindAt text: String) -> String? {
        text.hasPrefix("@") ? DomainName(String(text.dropFirst()))?.ascii : nil
    }

    /// What to write in place of a text that is no domain.
    private static func remedy(for text: String) -> String {
        if let known = foreignNotation(text) { return known }
        if text.dropFirst().contains("*") { return "* may stand only in front, as in *.b.example; or write /pattern/" }
        if let visible = DomainName(String(String.UnicodeScalarView(text.unicodeScalars.filter(\.isVisible)))) {
            return "delete the invisible characters; \(visible.ascii) may be meant"
        }
        return "write b.example, .b.example (with everything below) or *.b.example (below only)"
    }

    /// What to write in place of a line in the notation of another program; nil if it is in none that is known.
    private static func foreignNotation(_ text: String) -> String? {
        let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        if words.count > 1, words.dropFirst().contains(where: { $0.hasPrefix("#") }) {
            return "a comment needs a line of its own that begins with #"
        }
        if words.count == 2, IPNetwork(address: words[0]) != nil, let name = DomainName(words[1]) {
            return "this is a line of a hosts file; write \(name.ascii)"
        }
        if words.count > 1, words.allSatisfy({ DomainName($0) != nil }) { return "write one entry a line" }
        if text.hasPrefix("||") {
            let name = text.dropFirst(2).prefix { $0 != "^" && $0 != "$" && $0 != "/" }
            if let name = DomainName(String(name)) { return "this is a rule of an ad blocker; write .\(name.ascii)" }
        }
        if text.hasPrefix("http://") || text.hasPrefix("https://") { return "write the host name alone" }
        return nil
    }

    private static func description(of fault: IPNetwork.Fault, in text: String) -> String {
        switch fault {
        case .malformed:
            "\(shown(text)) is no IP address or block of them; "
                + (foreignNotation(text) ?? "write 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7")
        case .badLength(let most):
            "\(shown(text)) has no usable prefix length; write a number up to \(most) after the slash, as in 192.0.2.0/24"
        case .hostBits(let block, let address):
            "\(shown(text)) has bits beyond its prefix; write \(block.notation) for the block or \(address.address) "
                + "for the one address"
        }
    }
}

extension Unicode.Scalar {
    /// Whether the character shows on a screen, a plain space included.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator: self == " "
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
