/// Decodes the content of a string or bytes literal.
struct LiteralDecoder {
    private let bytes: [UInt8]
    private let end: Int
    private let raw: Bool
    private var place: Int

    init(bytes: [UInt8], range: Range<Int>, raw: Bool) {
        self.bytes = bytes
        self.raw = raw
        place = range.lowerBound
        end = range.upperBound
    }

    /// The code points of a string literal; `\x41` and `\101` are code points too.
    mutating func decodedString() throws(SyntaxFailure) -> String {
        if raw { return String(decoding: bytes[place..<end], as: UTF8.self) }
        var text: [UInt8] = []
        while place < end {
            guard bytes[place] == UInt8(ascii: "\\") else {
                text.append(bytes[place])
                place += 1
                continue
            }
            let scalar = try codePoint()
            text.append(contentsOf: UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The octets of a bytes literal: text becomes UTF-8; `\x41` and `\101` are octets.
    mutating func decodedBytes() throws(SyntaxFailure) -> [UInt8] {
        if raw { return Array(bytes[place..<end]) }
        var octets: [UInt8] = []
        while place < end {
            guard bytes[place] == UInt8(ascii: "\\") else {
                octets.append(bytes[place])
                place += 1
                continue
            }
            octets.append(try octet())
        }
        return octets
    }

    private mutating func codePoint() throws(SyntaxFailure) -> Unicode.Scalar {
        let start = place
        let value = try escape(unicode: true)
        if let scalar = Unicode.Scalar(value) { return scalar }
        // Two \u escapes that form a surrogate pair are one code point.
        if UTF16.isLeadSurrogate(UInt16(truncatingIfNeeded: value)), value < 0x10000, place + 1 < end,
            bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        {
            let low = try escape(unicode: true)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
            {
                return scalar
            }
        }
        throw SyntaxFailure("this escape is no Unicode code point", at: start)
    }

    private mutating func octet() throws(SyntaxFailure) -> UInt8 {
        let start = place
        guard let octet = UInt8(exactly: try escape(unicode: false)) else {
            throw SyntaxFailure("this escape is no byte", at: start)
        }
        return octet
    }

    private mutating func escape(unicode: Bool) throws(SyntaxFailure) -> UInt32 {
        let start = place
        guard place + 1 < end else { throw SyntaxFailure("nothing follows this backslash", at: start) }
        let mark = bytes[place + 1]
        place += 2
        switch mark {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return try digits(2, radix: 16, start: start)
        case UInt8(ascii: "u") where unicode: return try digits(4, radix: 16, start: start)
        case UInt8(ascii: "U") where unicode: return try digits(8, radix: 16, start: start)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            place -= 1
            return try digits(3, radix: 8, start: start)
        default:
            guard let value = Self.simple[mark] else {
                throw SyntaxFailure("this escape is not known; write \\\\ for a backslash", at: start)
            }
            return value
        }
    }

    private mutating func digits(_ count: Int, radix: UInt32, start: Int) throws(SyntaxFailure) -> UInt32 {
        guard place + count <= end,
            let value = UInt32(String(decoding: bytes[place..<place + count], as: UTF8.self), radix: Int(radix)),
            bytes[place] != UInt8(ascii: "+")
        else { throw SyntaxFailure("this escape needs \(count) digits", at: start) }
        place += count
        return value
    }

    private static let simple: [UInt8: UInt32] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92,
        UInt8(ascii: "?"): 63, UInt8(ascii: "\""): 34, UInt8(ascii: "'"): 39, UInt8(ascii: "`"): 96,
    ]
}
