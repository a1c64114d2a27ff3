extension JSONCursor {
    /// Reads a string or member name, from its opening quote.
    mutating func string() throws(JSONProblem) -> String {
        position += 1
        let start = position
        var union: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            union |= byte
            switch byte {
            case UInt8(ascii: "\""):
                let text = try text(start..<position, isASCII: union < 0x80)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<0x20:
                throw problem(.controlCharacter(byte))
            default:
                position += 1
            }
        }
        throw problem(.unexpectedEnd)
    }

    /// Reads the rest of a string with escapes; the part from `start` to the cursor has none.
    private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
        var text = try text(start..<position)
        while true {
            text.unicodeScalars.append(try escape())
            let run = position
            while try peek() >= 0x20, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
                position += 1
            }
            text += try self.text(run..<position)
            guard text.utf8.count <= limits.stringBytes else {
                throw problem(.stringTooLong(limit: limits.stringBytes))
            }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return text
            case UInt8(ascii: "\\"):
                continue
            case let byte:
                throw problem(.controlCharacter(byte))
            }
        }
    }

    /// Reads one escape, from its backslash.
    private mutating func escape() throws(JSONProblem) -> Unicode.Scalar {
        position += 1
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            position -= 1
            throw problem(.badEscape)
        }
    }

    /// Reads the four digits after `\u`, and the second half if they are the first half of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONProblem) -> Unicode.Scalar {
        let start = position
        let unit = try fourDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800..<0xDC00).contains(unit), bytes[position...].starts(with: [0x5C, 0x75]) else {
            throw JSONProblem(reason: .loneSurrogate, offset: start)
        }
        position += 2
        let low = try fourDigits()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(
                0x10000 + (UInt32(truncatingIfNeeded: unit) - 0xD800) << 10 + UInt32(truncatingIfNeeded: low) - 0xDC00
            )
        else { throw JSONProblem(reason: .loneSurrogate, offset: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONProblem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw problem(.badEscape)
            }
            unit = unit << 4 | UInt16(truncatingIfNeeded: digit)
            position += 1
        }
        return unit
    }

    private func text(_ range: Range<Int>, isASCII: Bool = false) throws(JSONProblem) -> String {
        guard range.count <= limits.stringBytes else {
            throw JSONProblem(reason: .stringTooLong(limit: limits.stringBytes), offset: range.lowerBound)
        }
        let utf8 = UnsafeRawBufferPointer(rebasing: bytes[range])
        // Validating costs more than the rest of the scan, and most texts do not need it.
        if isASCII { return String(decoding: utf8, as: UTF8.self) }
        guard let text = String(validating: utf8, as: UTF8.self) else {
            throw JSONProblem(reason: .invalidUTF8, offset: range.lowerBound)
        }
        return text
    }
}
