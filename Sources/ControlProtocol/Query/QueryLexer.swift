/// Splits a filter into tokens.
enum QueryLexer {
    struct Token: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case open, close, or, and, not
            /// `field:value` or a bare word; `operation` is `:` or a comparison sign.
            case word(field: String?, operation: String, values: [String])
        }
        var kind: Kind
        /// The first character, counted from 1.
        var position: Int
        /// Where the value of a word begins.
        var valuePosition: Int
        /// The sign that a word without quotes would be in capitals: `OR`, `AND` or `NOT`.
        var meant: String?
    }

    /// - Throws: `QueryError` for an unclosed quote or a field without a value.
    static func tokens(of text: String) throws(QueryError) -> [Token] {
        var scanner = Scanner(text)
        var tokens: [Token] = []
        while let token = try scanner.next() { tokens.append(token) }
        return tokens
    }

    private struct Scanner {
        private let characters: [Character]
        private var at = 0

        init(_ text: String) { characters = Array(text) }

        mutating func next() throws(QueryError) -> Token? {
            while at < characters.count, characters[at].isWhitespace { at += 1 }
            guard at < characters.count else { return nil }
            let start = at
            switch characters[at] {
            case "(": return symbol(.open, start)
            case ")": return symbol(.close, start)
            case "-" where at + 1 < characters.count && !characters[at + 1].isWhitespace: return symbol(.not, start)
            default: return try word(from: start)
            }
        }

        private mutating func symbol(_ kind: Token.Kind, _ start: Int) -> Token {
            at += 1
            return Token(kind: kind, position: start + 1, valuePosition: start + 1)
        }

        private mutating func word(from start: Int) throws(QueryError) -> Token {
            let field = fieldName()
            let operation = field == nil ? ":" : comparison()
            let valueStart = at
            var (values, isQuoted) = (["" as String], false)
            while at < characters.count {
                let character = characters[at]
                if character.isWhitespace || character == "(" || character == ")" { break }
                at += 1
                switch character {
                case "\"":
                    isQuoted = true
                    values[values.count - 1] += try quoted(from: at - 1)
                case "\\" where at < characters.count:
                    values[values.count - 1] += "\\" + String(characters[at])
                    at += 1
                case "," where field != nil: values.append("")
                default: values[values.count - 1].append(character)
                }
            }
            if let field, values.contains(""), !isQuoted {
                throw QueryError(
                    position: valueStart + 1,
                    message: "\"\(field)\" has no value",
                    remedy: "write \(field):value without a space"
                )
            }
            let sign = keyword(values[0], field: field, isQuoted: isQuoted)
            let isWord = sign == nil
            let capitals = values[0].uppercased()
            let couldBeSign = isWord && keyword(capitals, field: field, isQuoted: isQuoted) != nil
            return Token(
                kind: sign ?? .word(field: field, operation: operation, values: values),
                position: start + 1,
                valuePosition: valueStart + 1,
                meant: couldBeSign ? capitals : nil
            )
        }

        private func keyword(_ text: String, field: String?, isQuoted: Bool) -> Token.Kind? {
            guard field == nil, !isQuoted else { return nil }
            return switch text {
            case "OR": .or
            case "AND": .and
            case "NOT": .not
            default: nil
            }
        }

        /// The field's name if one is here, directly before `:` or a comparison sign.
        private mutating func fieldName() -> String? {
            var end = at
            while end < characters.count, Self.isFieldCharacter(characters[end]) { end += 1 }
            guard end > at, end < characters.count, ":<>=".contains(characters[end]) else { return nil }
            defer { at = end }
            return String(characters[at..<end])
        }

        private static func isFieldCharacter(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || character == "_")
        }

        /// Consumes `:`, `:>=`, `>=` and so on; returns the sign without the colon.
        private mutating func comparison() -> String {
            if characters[at] == ":" { at += 1 }
            var sign = ""
            while at < characters.count, sign.count < 2, "<>=".contains(characters[at]) {
                if characters[at] != "=" && !sign.isEmpty { break }
                sign.append(characters[at])
                at += 1
                if sign == "=" { break }
            }
            return sign.isEmpty ? ":" : sign
        }

        /// The text up to the closing quote, with its escapes.
        private mutating func quoted(from start: Int) throws(QueryError) -> String {
            var text = ""
            while at < characters.count {
                let character = characters[at]
                at += 1
                if character == "\"" { return text }
                text.append(character)
                if character == "\\", at < characters.count {
                    text.append(characters[at])
                    at += 1
                }
            }
            throw QueryError(
                position: start + 1,
                message: "the quote is not closed",
                remedy: "end the text with \" or write \\\" for a quote itself"
            )
        }
    }
}
