/// One lexical element and the byte where it begins.
struct Token {
    enum Kind: Equatable {
        case name(String)
        /// `` `content-type` ``: a field name that is no identifier.
        case quotedName(String)
        /// Reserved words and `in`, `true`, `false`, `null`.
        case keyword(Keyword)
        /// The digits, without a sign; they need not fit an int.
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

    /// Words that may name fields and methods but no variables (langdef.md, "RESERVED").
    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    let kind: Kind
    let offset: Int

    /// The token as messages name it.
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
