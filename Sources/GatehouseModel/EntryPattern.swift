/// The pattern of a list entry, in the notation of the console, the CLI, imports and exports.
///
/// | notation | kind |
/// |---|---|
/// | `ada@b.example` | email |
/// | `b.example` | domain, exactly |
/// | `.b.example` | subtree: the domain and everything below it |
/// | `*.b.example` | children: below it only |
/// | `issuer:google.com` | identity provider |
/// | `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.7` | cidr: a block of IP addresses, or one |
/// | `/^x[0-9]+@/` | pattern: RE2 syntax, over the canonical address, in any case |
/// | `value:country=SE` | value of a claim, in any case |
package struct EntryPattern: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case email, domain, subtree, children, issuer, cidr, pattern, value
    }

    package let kind: Kind
    /// The canonical value without notation: `b.example` for `.b.example`.
    package let value: String

    /// Rebuilds a pattern from its stored parts; `value` must already be canonical.
    package init(kind: Kind, canonical value: String) {
        self.kind = kind
        self.value = value
    }

    /// The maximum length of an entry, in UTF-8 bytes.
    package static let lengthLimit = 320

    /// Reads one entry. Surrounding white space is ignored.
    ///
    /// - Throws: `EntryError`, which says what was wrong and what to write instead.
    package init(_ text: String) throws(EntryError) {
        let text = text.trimmedWhiteSpace
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.lengthLimit else { throw .tooLong(bytes: text.utf8.count) }
        if let special = try Self.special(text) {
            self = special
        } else {
            self = try Self.addressOrDomain(text)
        }
    }

    /// Reads an entry that has a prefix or slashes or looks like an IP address; nil for other entries.
    private static func special(_ text: String) throws(EntryError) -> EntryPattern? {
        if text.hasPrefix("issuer:") { return try issuer(text) }
        if text.hasPrefix("value:") { return try value(text) }
        if text.hasPrefix("/") { return try pattern(text) }
        guard text.contains("/") || text.contains(":") || IPNetwork(address: text) != nil, !text.contains("@") else {
            return nil
        }
        do throws(IPNetwork.Fault) {
            return EntryPattern(kind: .cidr, canonical: try IPNetwork(notation: text).notation)
        } catch { throw .badNetwork(text, error) }
    }

    private static func issuer(_ text: String) throws(EntryError) -> EntryPattern {
        let issuer = text.dropFirst(7).trimmedWhiteSpace.lowercased()
        guard !issuer.isEmpty, issuer.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            throw .badIssuer(text)
        }
        return EntryPattern(kind: .issuer, canonical: issuer)
    }

    private static func value(_ text: String) throws(EntryError) -> EntryPattern {
        guard let test = ClaimTest.canonical(String(text.dropFirst(6))) else { throw .badValue(text) }
        switch ClaimTest.parts(test).name {
        case "email", "identities", "ui_locales": throw .notAValue(text)
        default: return EntryPattern(kind: .value, canonical: test)
        }
    }

    private static func pattern(_ text: String) throws(EntryError) -> EntryPattern {
        guard text.hasSuffix("/"), text.utf8.count > 1 else {
            throw .badPattern(text, reason: "the slash at its end is missing")
        }
        let pattern = String(text.dropFirst().dropLast())
        if let reason = AddressPattern.problem(pattern) { throw .badPattern(text, reason: reason) }
        return EntryPattern(kind: .pattern, canonical: pattern)
    }

    private static func addressOrDomain(_ text: String) throws(EntryError) -> EntryPattern {
        if text.contains("@") {
            do throws(AddressFault) {
                return EntryPattern(kind: .email, canonical: try EmailAddress(reading: text).canonical)
            } catch { throw .badEmail(text, error) }
        }
        if text.hasPrefix("*.") {
            return EntryPattern(kind: .children, canonical: try domain(text.dropFirst(2), in: text))
        }
        if text.hasPrefix(".") {
            return EntryPattern(kind: .subtree, canonical: try domain(text.dropFirst(1), in: text))
        }
        return EntryPattern(kind: .domain, canonical: try domain(text[...], in: text))
    }

    private static func domain(_ text: Substring, in entry: String) throws(EntryError) -> String {
        do throws(DomainFault) {
            return try DomainName(reading: String(text)).ascii
        } catch { throw .badDomain(entry, error) }
    }

    /// The entry as people write it.
    package var notation: String {
        switch kind {
        case .email, .domain, .cidr: value
        case .subtree: "." + value
        case .children: "*." + value
        case .issuer: "issuer:" + value
        case .pattern: "/" + value + "/"
        case .value: "value:" + value
        }
    }

    /// What the entry matches, in words, for the person who adds it: `b.example and everything below it`.
    package var explanation: String {
        switch kind {
        case .email: "the address \(value)"
        case .domain: "exactly \(value)"
        case .subtree: "\(value) and everything below it"
        case .children: "everything below \(value), not \(value) itself"
        case .issuer: "everyone who signs in with \(value)"
        case .cidr: Self.explanation(ofNetwork: value)
        case .pattern: "every address in which /\(value)/ is found, in any case"
        case .value: Self.explanation(ofTest: ClaimTest.parts(value))
        }
    }

    private static func explanation(ofNetwork value: String) -> String {
        guard let network = try? IPNetwork(notation: value), !network.isSingle else {
            return "calls from the IP address \(value.prefix { $0 != "/" })"
        }
        return "calls from the IP addresses \(value)"
    }

    private static func explanation(ofTest test: (name: String, value: String)) -> String {
        "everyone whose claim \(test.name) is \"\(test.value)\", in any case"
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
