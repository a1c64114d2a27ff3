/// Splits an expression into tokens.
struct Lexer {
    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// All tokens of `source`, with the end token last.
    static func tokens(of source: SourceText) throws(SyntaxFailure) -> [Token] {
        var lexer = Lexer(source.bytes)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(SyntaxFailure) -> Token {
        skipBlanks()
        let start = place
        guard let byte = peek() else { return Token(kind: .end, offset: start) }
        if let literal = try literalWithPrefix() { return Token(kind: literal, offset: start) }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return Token(kind: try number(), offset: start)
        case UInt8(ascii: ".") where peek(1).map(Self.isDigit) ?? false:
            return Token(kind: try number(), offset: start)
        case UInt8(ascii: "`"):
            return Token(kind: try quotedName(), offset: start)
        case _ where Self.isNameStart(byte):
            return Token(kind: try word(), offset: start)
        default:
            return Token(kind: try symbol(), offset: start)
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        place + ahead < bytes.count ? bytes[place + ahead] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            switch byte {
            case 9, 10, 12, 13, 32:
                place += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while let next = peek(), next != UInt8(ascii: "\n") { place += 1 }
            default:
                return
            }
        }
    }

    /// Reads a literal such as `"…"`, `r'…'` or `b"""…"""`; nil if none begins here.
    private mutating func literalWithPrefix() throws(SyntaxFailure) -> Token.Kind? {
        let isBytes = peek().map { $0 | 0x20 == UInt8(ascii: "b") } ?? false
        let raw = peek(isBytes ? 1 : 0).map { $0 | 0x20 == UInt8(ascii: "r") } ?? false
        let length = (isBytes ? 1 : 0) + (raw ? 1 : 0)
        guard let quote = peek(length), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        let start = place
        place += length
        let content = try delimited(by: quote, raw: raw, start: start)
        var decoder = LiteralDecoder(bytes: bytes, range: content, raw: raw)
        return isBytes ? .bytes(try decoder.decodedBytes()) : .string(try decoder.decodedString())
    }

    /// The range of the content between quotes, single or triple.
    private mutating func delimited(by quote: UInt8, raw: Bool, start: Int) throws(SyntaxFailure) -> Range<Int> {
        let triple = peek(1) == quote && peek(2) == quote
        place += triple ? 3 : 1
        let first = place
        while let byte = peek() {
            if byte == quote, !triple || (peek(1) == quote && peek(2) == quote) {
                defer { place += triple ? 3 : 1 }
                return first..<place
            }
            guard triple || (byte != 10 && byte != 13) else { break }
            place += byte == UInt8(ascii: "\\") && !raw ? 2 : 1
        }
        throw SyntaxFailure("this string has no end", at: start)
    }

    private mutating func quotedName() throws(SyntaxFailure) -> Token.Kind {
        let start = place
        place += 1
        while let byte = peek(), byte != UInt8(ascii: "`"), Self.isQuotable(byte) { place += 1 }
        guard peek() == UInt8(ascii: "`"), place > start + 1 else {
            throw SyntaxFailure("a quoted field name holds letters, digits, '_', '.', '-', '/' and blanks", at: start)
        }
        defer { place += 1 }
        return .quotedName(String(decoding: bytes[start + 1..<place], as: UTF8.self))
    }

    private mutating func word() throws(SyntaxFailure) -> Token.Kind {
        let start = place
        while let byte = peek(), Self.isNameStart(byte) || Self.isDigit(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        return Token.Keyword(rawValue: text).map(Token.Kind.keyword) ?? .name(text)
    }

    private mutating func symbol() throws(SyntaxFailure) -> Token.Kind {
        for length in [2, 1] where place + length <= bytes.count {
            let text = String(decoding: bytes[place..<place + length], as: UTF8.self)
            if let symbol = Token.Symbol(rawValue: text) {
                place += length
                return .symbol(symbol)
            }
        }
        let rest = String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self)
        throw SyntaxFailure("'\(String(rest.unicodeScalars.prefix(1)).clipped)' has no meaning here", at: place)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    static func isNameStart(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isQuotable(_ byte: UInt8) -> Bool {
        isNameStart(byte) || isDigit(byte) || [UInt8(ascii: "."), 45, 47, 32].contains(byte)
    }
}

// MARK: Numbers

extension Lexer {
    private mutating func number() throws(SyntaxFailure) -> Token.Kind {
        let start = place
        if peek() == UInt8(ascii: "0"), peek(1).map({ $0 | 0x20 == UInt8(ascii: "x") }) ?? false {
            place += 2
            let digits = skip { Self.isDigit($0) || (97...102).contains($0 | 0x20) }
            return try whole(digits, radix: 16, start: start)
        }
        let digits = skip(Self.isDigit)
        let isFraction = peek() == UInt8(ascii: ".") && (peek(1).map(Self.isDigit) ?? false)
        if isFraction {
            place += 1
            _ = skip(Self.isDigit)
        }
        let isScaled = skipExponent()
        guard isFraction || isScaled else { return try whole(digits, radix: 10, start: start) }
        guard let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) else {
            throw SyntaxFailure("this is no number", at: start)
        }
        guard value.isFinite else { throw SyntaxFailure("this number is too large for a double", at: start) }
        return .double(value)
    }

    private mutating func whole(_ digits: Range<Int>, radix: Int, start: Int) throws(SyntaxFailure) -> Token.Kind {
        guard let value = UInt64(String(decoding: bytes[digits], as: UTF8.self), radix: radix) else {
            throw SyntaxFailure("this number does not fit 64 bits", at: start)
        }
        guard peek().map({ $0 | 0x20 == UInt8(ascii: "u") }) ?? false else { return .int(value) }
        place += 1
        return .uint(value)
    }

    private mutating func skipExponent() -> Bool {
        guard let mark = peek(), mark | 0x20 == UInt8(ascii: "e") else { return false }
        let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
        guard peek(1 + sign).map(Self.isDigit) ?? false else { return false }
        place += 1 + sign
        _ = skip(Self.isDigit)
        return true
    }

    private mutating func skip(_ belongs: (UInt8) -> Bool) -> Range<Int> {
        let start = place
        while let byte = peek(), belongs(byte) { place += 1 }
        return start..<place
    }
}
