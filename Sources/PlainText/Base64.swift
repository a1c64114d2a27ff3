/// Standard base64 (RFC 4648 §4).
package enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes as text, with padding.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var coded: [UInt8] = []
        coded.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(truncatingIfNeeded: byte)
            count += 8
            while count >= 6 {
                count -= 6
                coded.append(letter(bits >> UInt32(truncatingIfNeeded: count)))
            }
        }
        if count > 0 { coded.append(letter(bits << UInt32(truncatingIfNeeded: 6 - count))) }
        while coded.count % 4 != 0 { coded.append(UInt8(ascii: "=")) }
        return String(decoding: coded, as: UTF8.self)
    }

    private static func letter(_ bits: UInt32) -> UInt8 { letters[Int(bits & 63)] }

    /// The bytes of a base64 text; nil if the text is not base64.
    package static func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { decode($0) }
    }

    /// The bytes of a base64 text; nil if the text is not base64. Padding may be missing; no other character outside the
    /// alphabet is accepted.
    package static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var end = text.count
        while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        guard end % 4 != 1 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(end * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for index in 0..<end {
            guard let value = value(text[index]) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(truncatingIfNeeded: count)))
            }
        }
        return output
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
