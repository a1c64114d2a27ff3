internal import GatehouseModel

/// The ways to write one domain. Records keep addresses as they were sent, so a filter looks for each of them.
enum DomainSpelling {
    /// The text as written; if a label is internationalised, also with A-labels, in Unicode, and in capital letters,
    /// which the comparison does not fold outside ASCII. Labels with wildcards stay as they are.
    static func forms(of text: String) -> [String] {
        let isPlain = text.unicodeScalars.allSatisfy(\.isASCII) && !text.lowercased().contains("xn--")
        guard !isPlain else { return [text] }
        let labels = text.split(omittingEmptySubsequences: false) { ".\u{3002}\u{FF0E}\u{FF61}".contains($0) }
        let names = labels.map { label in
            label.contains { "*?\\".contains($0) } ? nil : DomainName(String(label))
        }
        let ascii = zip(labels, names).map { $1?.ascii ?? String($0) }.joined(separator: ".")
        let unicode = zip(labels, names).map { $1?.unicode ?? String($0) }.joined(separator: ".")
        var forms = [text]
        for form in [ascii, unicode, unicode.uppercased()] where !forms.contains(form) { forms.append(form) }
        return forms
    }

    /// The same for the domain of an address. A text without `@` stays as it is.
    static func forms(ofAddress text: String) -> [String] {
        guard let at = text.lastIndex(of: "@") else { return [text] }
        return forms(of: String(text[text.index(after: at)...])).map { text[...at] + $0 }
    }
}
