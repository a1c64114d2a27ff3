/// A token and the byte offset where it begins.
struct Token {
    enum Kind: Equatable {
        case name(String)
        /// `` `content-type` ``: a field name that is not an identifier.
        case quotedName(String)
        /// Reserved words and `in`, `true`, `false`, `null`.
        case keyword(Keyword)
        /// The digits, without a sign; the value may be too large for an int.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
    }

    enum Keyword: String {
        case `true`, `false`, null, `in`
    }

    enum Symbol: String {
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case and = "&&"
        case or = "||"
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case modulo = "%"
        case not = "!"
        case question = "?"
        case colon = ":"
        case comma = ","
        case dot = "."
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBracket = "["
        case rightBracket = "]"
        case leftBrace = "{"
        case rightBrace = "}"
    }

    /// Words that may name fields and methods but not variables (langdef.md, "RESERVED").
    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    let kind: Kind
    let offset: Int

    /// The token as it appears in messages.
    var description: String {
        switch kind {
        case .name(let name), .quotedName(let name): "'\(name.clipped)'"
        case .keyword(let word): "'\(word.rawValue)'"
        case .int, .uint, .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end"
        }
    }
}
