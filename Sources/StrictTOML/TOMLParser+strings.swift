// Parses the four kinds of strings.

extension TOMLParser {
    mutating func string() throws(TOMLProblem) -> String {
        let quote = bytes[position]
        let isLong = bytes[position...].starts(with: [quote, quote, quote])
        return switch (quote == UInt8(ascii: "\""), isLong) {
        case (true, false): try basicString()
        case (false, false): try literalString()
        case (let isBasic, true): try longString(isBasic: isBasic, quote)
        }
    }

    mutating func literalString() throws(TOMLProblem) -> String {
        let start = position
        advance()
        while let byte = current {
            if byte == UInt8(ascii: "'") {
                advance()
                return String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
            }
            try refuseControl(byte, start)
            advance()
        }
        throw unended(start)
    }

    mutating func basicString() throws(TOMLProblem) -> String {
        let start = position
        var text: [UInt8] = []
        advance()
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            default:
                try refuseControl(byte, start)
                text.append(byte)
                advance()
            }
        }
        throw unended(start)
    }

    private mutating func longString(isBasic: Bool, _ quote: UInt8) throws(TOMLProblem) -> String {
        let start = position
        var text: [UInt8] = []
        position += 3
        if current == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { advance() }
        if current == 0x0A { advance() }
        while let byte = current {
            if byte == quote, bytes[position...].starts(with: [quote, quote, quote]) {
                // Up to two quotes before the closing three belong to the text.
                var count = 0
                while current == quote, count < 5 {
                    advance()
                    count += 1
                }
                text += Array(repeating: quote, count: count - 3)
                return String(decoding: text, as: UTF8.self)
            } else if byte == UInt8(ascii: "\\"), isBasic {
                if try !skipLineContinuation() { text += try escape() }
            } else {
                let endsLine = byte == 0x0A || byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
                if !endsLine { try refuseControl(byte, start) }
                text.append(byte)
                advance()
            }
        }
        throw unended(start)
    }

    /// Skips a backslash at the end of a line and all white space up to the next text.
    private mutating func skipLineContinuation() throws(TOMLProblem) -> Bool {
        var end = position + 1
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        guard end < bytes.count, bytes[end] == 0x0A else { return false }
        position = end
        while let byte = current {
            let endsLine = byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || endsLine else { break }
            advance()
        }
        return true
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
        UInt8(ascii: "r"): 13, UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C,
    ]

    private mutating func escape() throws(TOMLProblem) -> [UInt8] {
        advance()
        guard let letter = current else { throw syntax("an escape is cut short", "write \\\\ for a backslash") }
        if let byte = Self.escapes[letter] {
            advance()
            return [byte]
        }
        let length = letter == UInt8(ascii: "u") ? 4 : letter == UInt8(ascii: "U") ? 8 : 0
        let digits = String(
            decoding: bytes[min(position + 1, bytes.count)..<min(position + 1 + length, bytes.count)],
            as: UTF8.self
        )
        let isHexadecimal =
            digits.utf8.count == length && digits.utf8.allSatisfy { UInt8(ascii: "+") != $0 && $0 != UInt8(ascii: "-") }
        guard length > 0, isHexadecimal, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
        else {
            throw syntax(
                "\\\(String(UnicodeScalar(letter))) is no escape",
                "write \\\\ for a backslash, or put the text in single quotes"
            )
        }
        position += 1 + length
        return Array(String(Character(scalar)).utf8)
    }

    private func refuseControl(_ byte: UInt8, _ start: Int) throws(TOMLProblem) {
        guard Self.isControl(byte) else { return }
        guard byte != 0x0A, byte != 0x0D else { throw unended(start) }
        throw syntax("a string has a control character", "write it as an escape, such as \\u001b")
    }

    private func unended(_ start: Int) -> TOMLProblem {
        problem(at: start, "not TOML: the string that begins here does not end", "write its closing quote")
    }
}
