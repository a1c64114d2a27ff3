/// The short form of a call's or an approval request's id, for people to read out: `K7Q2-9MXD`.
///
/// Eight characters of Crockford's base 32 (crockford.com/base32.html), without I, L, O and U: forty bits. Codes are
/// not unique for ever, so a look-up by code takes the newest match.
package struct ReferenceCode: Sendable, Hashable {
    /// The code's forty bits.
    package let value: UInt64

    package static let mask: UInt64 = (1 << 40) - 1
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// A code from the lower forty bits of `value`.
    package init(value: UInt64) { self.value = value & Self.mask }
}

extension ReferenceCode: LosslessStringConvertible {
    package var description: String {
        var text = ""
        for index in 0..<8 {
            if index == 4 { text.append("-") }
            text.append(Self.alphabet[Int(value >> (35 - 5 * UInt64(truncatingIfNeeded: index)) & 31)])
        }
        return text
    }

    /// Reads a code as people type it: in either case, with or without hyphen or spaces, `O` for 0, `I` and `L` for 1.
    package init?(_ text: String) {
        var value: UInt64 = 0
        var count = 0
        for character in text.uppercased() where character != "-" && character != " " {
            let meant: Character =
                switch character {
                case "O": "0"
                case "I", "L": "1"
                default: character
                }
            guard count < 8, let digit = Self.alphabet.firstIndex(of: meant) else { return nil }
            value = value << 5 | UInt64(truncatingIfNeeded: digit)
            count += 1
        }
        guard count == 8 else { return nil }
        self.init(value: value)
    }
}

extension ReferenceCode: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = ReferenceCode(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a reference code: \(text)")
        }
        self = code
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
