import Foundation

/// A host name in canonical form: lower-case A-labels without a trailing dot. Lists compare this form.
///
/// Internationalised names are mapped as in UTS #46 for look-ups (compatibility composition, lower case, the three
/// ideographic full stops), checked label by label (`DomainLabel`, `BidiRule`) and encoded with Punycode (RFC 3492). An
/// encoded label is decoded and checked by the same rules, so a name has the same form however it was written.
package struct DomainName: Sendable, Hashable {
    /// The ASCII form: at least one label, at most 253 bytes.
    package let ascii: String

    /// Reads a domain name; nil if the text is not one.
    package init?(_ text: String) {
        do throws(DomainFault) {
            self = try DomainName(reading: text)
        } catch {
            return nil
        }
    }

    /// Reads a domain name.
    ///
    /// - Throws: `DomainFault`, which says why the text is not a domain name.
    package init(reading text: String) throws(DomainFault) {
        switch Self.form(of: text) {
        case .canonical: ascii = text
        case .plain:
            let lowered = text.lowercased()
            ascii = lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
        case .other: ascii = try Self.read(text)
        }
    }

    /// The name and all its parents, nearest first: `a.b.example`, `b.example`, `example`.
    package var selfAndParents: some Sequence<Substring> {
        sequence(first: ascii[...]) { name in
            guard let dot = name.firstIndex(of: ".") else { return nil }
            return name[name.index(after: dot)...]
        }
    }

    /// Letters, digits, the hyphen, and the underscore of service names.
    static func isASCIILabelCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "0"..."9", "-", "_": true
        default: false
        }
    }
}

// MARK: - Plain names

extension DomainName {
    /// The result of one pass over the bytes.
    private enum Form {
        /// ASCII, valid, and already canonical.
        case canonical
        /// ASCII and valid, with capitals or a trailing dot.
        case plain
        /// Everything else: invalid, not ASCII, or with an encoded label.
        case other
    }

    private static func form(of text: String) -> Form {
        let bytes = text.utf8
        guard bytes.count <= 253 else { return .other }
        var isCanonical = true
        var labelLength = 0
        var previous: UInt8 = 0
        var third: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"): labelLength += 1
            case 0x41...0x5A:
                isCanonical = false
                labelLength += 1
            case UInt8(ascii: "-"):
                // Encoded labels (`xn--`) need decoding, and no other label may have hyphens in these places.
                guard labelLength > 0, labelLength != 3 || third != byte else { return .other }
                labelLength += 1
            case UInt8(ascii: "."):
                guard labelLength > 0, previous != UInt8(ascii: "-") else { return .other }
                labelLength = 0
            default: return .other
            }
            if labelLength == 3 { third = byte }
            guard labelLength <= 63 else { return .other }
            previous = byte
        }
        guard previous != 0, previous != UInt8(ascii: "-") else { return .other }
        if labelLength == 0 { isCanonical = false }
        return isCanonical ? .canonical : .plain
    }
}

// MARK: - All names

extension DomainName {
    private static func read(_ text: String) throws(DomainFault) -> String {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= 1024 else { throw .tooLong }
        var labels = mapped(text).split(omittingEmptySubsequences: false) { $0 == "." || $0 == "\u{3002}" }
            .map(Array.init)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        var forms: [String] = []
        for place in labels.indices {
            let form = try encoded(&labels[place])
            guard form.utf8.count <= 63 else { throw .longLabel }
            forms.append(form)
        }
        guard BidiRule.holds(for: labels) else { throw .mixedDirections }
        let name = forms.joined(separator: ".")
        guard name.utf8.count <= 253 else { throw .tooLong }
        return name
    }

    /// Applies UTS #46's mapping, except for characters that are not allowed in labels anyway.
    private static func mapped(_ text: String) -> [Unicode.Scalar] {
        let lowered = text.precomposedStringWithCompatibilityMapping.lowercased()
        // Lower-casing may leave a letter next to a mark with which it composes.
        return Array(lowered.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    /// The ASCII form of a mapped label. `label` becomes the Unicode form.
    private static func encoded(_ label: inout [Unicode.Scalar]) throws(DomainFault) -> String {
        guard !label.isEmpty else { throw .emptyLabel }
        if label.starts(with: ["x", "n", "-", "-"] as [Unicode.Scalar]) { return try decoded(&label) }
        try DomainLabel.check(label)
        guard !label.allSatisfy(\.isASCII) else { return String(String.UnicodeScalarView(label)) }
        guard let form = Punycode.encode(label) else { throw .longLabel }
        return "xn--" + form
    }

    /// Checks an encoded label. `label` becomes the Unicode form.
    private static func decoded(_ label: inout [Unicode.Scalar]) throws(DomainFault) -> String {
        if let scalar = label.first(where: { !isASCIILabelCharacter($0) }) { throw .forbidden(scalar) }
        guard label.count <= 63 else { throw .longLabel }
        let form = String(String.UnicodeScalarView(label))
        guard let scalars = Punycode.decode(form.dropFirst(4)), !scalars.allSatisfy(\.isASCII) else {
            throw .notEncoded(form)
        }
        try DomainLabel.check(scalars)
        let isMapped = mapped(String(String.UnicodeScalarView(scalars))) == scalars
        guard isMapped, Punycode.encode(scalars) == String(form.dropFirst(4)) else { throw .notEncoded(form) }
        label = scalars
        return form
    }
}

extension DomainName: CustomStringConvertible {
    package var description: String { ascii }

    /// Whether one label mixes Latin, Greek, Cyrillic, Armenian or Cherokee letters, as names do that are made to look
    /// like others.
    package var mixesScripts: Bool {
        guard ascii.contains("xn--") else { return false }
        return unicode.split(separator: ".").contains { label in
            Set(label.unicodeScalars.compactMap(Self.confusableScript)).count > 1
        }
    }

    /// The script of a letter, for the scripts whose letters look like those of others.
    private static func confusableScript(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x61...0x7A, 0xDF...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: 0
        case 0x370...0x3FF, 0x1F00...0x1FFF: 1
        case 0x400...0x52F: 2
        case 0x531...0x587: 3
        case 0x13A0...0x13FF: 4
        default: nil
        }
    }

    /// The name with its A-labels decoded for people; the same as `ascii` if there are none.
    package var unicode: String {
        ascii.split(separator: ".").map { label in
            guard label.hasPrefix("xn--"), let decoded = Punycode.decode(label.dropFirst(4)) else {
                return String(label)
            }
            return String(String.UnicodeScalarView(decoded))
        }.joined(separator: ".")
    }
}
