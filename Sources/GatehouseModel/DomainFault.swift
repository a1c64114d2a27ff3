/// Why a text is not a domain name.
package enum DomainFault: Error, Sendable, Hashable {
    case empty
    /// A label is empty: two dots in a row, or a dot at the start.
    case emptyLabel
    /// More than 253 bytes in its ASCII form.
    case tooLong
    /// A label has more than 63 bytes in its ASCII form.
    case longLabel
    /// A label begins or ends with a hyphen.
    case hyphenAtEdge
    /// A label has hyphens as its third and fourth characters, which only the prefix `xn--` may have.
    case hyphensInside
    /// A character that is not allowed in any label.
    case forbidden(Unicode.Scalar)
    /// A joiner or another character that is allowed only beside certain characters.
    case misplaced(Unicode.Scalar)
    /// A label begins with a combining mark.
    case leadingMark(Unicode.Scalar)
    /// A label that starts with `xn--` but does not decode to a label whose encoding it is.
    case notEncoded(String)
    /// Left-to-right and right-to-left letters are mixed in a way that RFC 5893 forbids.
    case mixedDirections
}

extension DomainFault: CustomStringConvertible {
    /// The reason, worded as the end of a sentence that begins with the name.
    package var description: String {
        switch self {
        case .empty: "it is empty"
        case .emptyLabel: "two dots have nothing between them, or it begins with a dot"
        case .tooLong: "it is longer than 253 bytes"
        case .longLabel: "a label is longer than 63 bytes"
        case .hyphenAtEdge: "a label begins or ends with a hyphen"
        case .hyphensInside: "a label has -- as its third and fourth character, which only xn-- may"
        case .forbidden(let scalar): "\(scalar.codePoint) may not stand in a domain"
        case .misplaced(let scalar): "\(scalar.codePoint) may not stand where it does"
        case .leadingMark(let scalar): "a label begins with the combining mark \(scalar.codePoint)"
        case .notEncoded(let label): "\(label) is no valid encoding of a label"
        case .mixedDirections: "it mixes right-to-left and left-to-right letters in a way that RFC 5893 forbids"
        }
    }
}

extension Unicode.Scalar {
    /// The scalar as the Unicode standard writes it: `U+200D`.
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
