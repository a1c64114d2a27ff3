import Foundation

/// A host name in the one form that lists compare: lower-case A-labels without a trailing dot.
///
/// Internationalised names are mapped as UTS #46 does for look-ups (compatibility composition, lower case, the three
/// ideographic full stops) and then encoded with Punycode (RFC 3492).
package struct DomainName: Sendable, Hashable {
    /// The ASCII form, at most 253 bytes, at least one label.
    package let ascii: String

    /// Nil when the text is no host name: empty labels, labels over 63 bytes, or characters no label may have.
    package init?(_ text: String) {
        if let plain = Self.plainASCII(text) {
            ascii = plain
            return
        }
        guard !text.isEmpty, text.utf8.count <= 1024 else { return nil }
        let mapped = text.precomposedStringWithCompatibilityMapping.lowercased()
        let separators: Set<Character> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
        var labels = mapped.split(omittingEmptySubsequences: false) { separators.contains($0) }.map(String.init)
        if labels.last == "" { labels.removeLast() }
        guard !labels.isEmpty else { return nil }
        var encoded: [String] = []
        for label in labels {
            guard let form = Self.encode(label: label) else { return nil }
            encoded.append(form)
        }
        let joined = encoded.joined(separator: ".")
        guard joined.utf8.count <= 253 else { return nil }
        ascii = joined
    }

    /// The name and every parent, nearest first: `a.b.example`, `b.example`, `example`.
    package var selfAndParents: some Sequence<Substring> {
        sequence(first: ascii[...]) { name in
            guard let dot = name.firstIndex(of: ".") else { return nil }
            return name[name.index(after: dot)...]
        }
    }

    /// The fast path: a name that is already ASCII.
    private static func plainASCII(_ text: String) -> String? {
        var bytes = Array(text.utf8)
        if bytes.last == UInt8(ascii: "."), bytes.count > 1 { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= 253 else { return nil }
        var labelLength = 0
        for index in bytes.indices {
            switch bytes[index] {
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"): labelLength += 1
            case 0x41...0x5A:
                bytes[index] |= 0x20
                labelLength += 1
            case UInt8(ascii: "-"):
                guard labelLength > 0 else { return nil }
                labelLength += 1
            case UInt8(ascii: "."):
                guard labelLength > 0, bytes[index - 1] != UInt8(ascii: "-") else { return nil }
                labelLength = 0
            default: return nil
            }
            guard labelLength <= 63 else { return nil }
        }
        guard labelLength > 0, bytes.last != UInt8(ascii: "-") else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encode(label: String) -> String? {
        guard !label.isEmpty else { return nil }
        let scalars = Array(label.unicodeScalars)
        if scalars.allSatisfy(\.isASCII) {
            return plainASCII(label).flatMap { $0.contains(".") ? nil : $0 }
        }
        let allowed = scalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
            case .dashPunctuation: scalar == "-"
            default: scalar == "\u{B7}" || scalar == "\u{30FB}" || scalar == "\u{200C}" || scalar == "\u{200D}"
            }
        }
        guard allowed, scalars.first != "-", scalars.last != "-", let encoded = Punycode.encode(scalars) else {
            return nil
        }
        let form = "xn--" + encoded
        return form.utf8.count <= 63 ? form : nil
    }
}

extension DomainName: CustomStringConvertible {
    package var description: String { ascii }

    /// The name with its A-labels spelled out again for people; the same as `ascii` when there are none.
    package var unicode: String {
        ascii.split(separator: ".").map { label in
            guard label.hasPrefix("xn--"), let decoded = Punycode.decode(label.dropFirst(4)) else {
                return String(label)
            }
            return decoded
        }.joined(separator: ".")
    }
}
