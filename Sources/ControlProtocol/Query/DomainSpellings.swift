internal import Foundation
internal import GatehouseModel

/// The spellings in which a domain may have been received, for a filter that must find all of them. Lists compare the
/// same canonical form (`DomainName`).
enum DomainSpellings {
    /// The domain as written, with A-labels, and with Unicode labels in small letters, in capitals and decomposed. Only
    /// the domain itself if it has no internationalised label.
    static func ofDomain(_ text: String) -> [String] {
        guard isInternational(text) else { return [withoutFinalDot(text)] }
        let ascii = mapped(text) { $0.ascii }
        let unicode = mapped(text) { $0.unicode }
        var spellings: [String] = []
        var seen: Set<[Unicode.Scalar]> = []
        // Texts are compared scalar by scalar, because `String` takes composed and decomposed letters for equal.
        for spelling in [text, ascii, unicode, capitals(unicode), unicode.decomposedStringWithCanonicalMapping]
        where seen.insert(Array(spelling.unicodeScalars)).inserted {
            spellings.append(spelling)
        }
        return spellings
    }

    /// The address with each spelling of the part after its last `@`. A text without `@` stays as it is, or is a domain.
    static func ofAddress(_ text: String, orDomain: Bool = false) -> [String] {
        guard let at = text.lastIndex(of: "@") else { return orDomain ? ofDomain(text) : [text] }
        let local = text[...at]
        return ofDomain(String(text[text.index(after: at)...])).map { local + $0 }
    }

    /// Whether the text has letters beyond ASCII, or an A-label.
    static func isInternational(_ text: String) -> Bool {
        !text.utf8.allSatisfy { $0 < 0x80 } || text.lowercased().contains("xn--")
    }

    /// A name may end with the dot of the root; domains are kept without it.
    private static func withoutFinalDot(_ text: String) -> String {
        text.hasSuffix(".") && text.count > 1 && !text.hasSuffix("\\.") ? String(text.dropLast()) : text
    }

    /// The name in another form. If it has wildcards, its labels without wildcards are in that form.
    private static func mapped(_ text: String, _ form: (DomainName) -> String) -> String {
        if !hasWildcard(text), let name = DomainName(text) { return form(name) }
        return withoutFinalDot(text).split(separator: ".", omittingEmptySubsequences: false).map { label in
            guard !hasWildcard(label), let name = DomainName(String(label)) else { return String(label) }
            return form(name)
        }.joined(separator: ".")
    }

    private static func hasWildcard(_ text: some StringProtocol) -> Bool {
        text.contains { $0 == "*" || $0 == "?" || $0 == "\\" }
    }

    /// Letters in capitals, except those whose capital is more than one character.
    private static func capitals(_ text: String) -> String {
        var capitals = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let mapping = scalar.properties.uppercaseMapping.unicodeScalars
            capitals.append(mapping.count == 1 ? mapping.first ?? scalar : scalar)
        }
        return String(capitals)
    }
}
