/// Parses tokens into a syntax tree. Depth is bounded, so no text can exhaust the stack here or in later passes.
struct Parser {
    /// The maximum nesting depth; the specification requires at least 32.
    static let depthLimit = 200
    /// The maximum length of the text in bytes.
    static let lengthLimit = 100_000

    private let tokens: [Token]
    let macrosEnabled: Bool
    private var place = 0
    private var depth = 0

    private init(tokens: [Token], macrosEnabled: Bool) {
        self.tokens = tokens
        self.macrosEnabled = macrosEnabled
    }

    static func parse(_ source: SourceText, macros: Bool) throws(SyntaxFailure) -> Expression {
        guard source.bytes.count <= lengthLimit else {
            throw SyntaxFailure("an expression may have \(lengthLimit) bytes, this one has more", at: 0)
        }
        var parser = Parser(tokens: try Lexer.tokens(of: source), macrosEnabled: macros)
        let expression = try parser.expression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        return expression
    }

    // MARK: Operators, loosest first

    mutating func expression() throws(SyntaxFailure) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw tooDeep(at: current.offset) }
        let condition = try disjunction()
        let offset = current.offset
        guard take(.question) else { return condition }
        let then = try disjunction()
        try expect(.colon, "of '? :'")
        let otherwise = try expression()
        return try node(.conditional(condition, then: then, otherwise: otherwise), at: offset)
    }

    private mutating func disjunction() throws(SyntaxFailure) -> Expression {
        let offset = current.offset
        var parts = [try conjunction()]
        while take(.or) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : try node(.any(parts), at: offset)
    }

    private mutating func conjunction() throws(SyntaxFailure) -> Expression {
        let offset = current.offset
        var parts = [try binary(0)]
        while take(.and) { parts.append(try binary(0)) }
        return parts.count == 1 ? parts[0] : try node(.all(parts), at: offset)
    }

    /// Relations (0), additions (1) and multiplications (2), all left-associative.
    private mutating func binary(_ level: Int) throws(SyntaxFailure) -> Expression {
        guard level < 3 else { return try unary() }
        var left = try binary(level + 1)
        while let found = binaryOperator(level) {
            let offset = current.offset
            place += 1
            left = try node(.binary(found, left, try binary(level + 1)), at: offset)
        }
        return left
    }

    private func binaryOperator(_ level: Int) -> Expression.BinaryOperator? {
        switch (level, current.kind) {
        case (0, .symbol(.equal)): .equal
        case (0, .symbol(.notEqual)): .notEqual
        case (0, .symbol(.less)): .less
        case (0, .symbol(.atMost)): .atMost
        case (0, .symbol(.greater)): .greater
        case (0, .symbol(.atLeast)): .atLeast
        case (0, .keyword(.in)): .isIn
        case (1, .symbol(.plus)): .add
        case (1, .symbol(.minus)): .subtract
        case (2, .symbol(.times)): .multiply
        case (2, .symbol(.divide)): .divide
        case (2, .symbol(.modulo)): .modulo
        default: nil
        }
    }

    private mutating func unary() throws(SyntaxFailure) -> Expression {
        var marks: [Int] = []
        let sign = current.kind
        guard sign == .symbol(.not) || sign == .symbol(.minus) else { return try member() }
        while current.kind == sign {
            marks.append(current.offset)
            place += 1
        }
        var operand: Expression
        if sign == .symbol(.minus), let number = negativeLiteral(at: marks[marks.count - 1]) {
            marks.removeLast()
            place += 1
            operand = try members(of: number)
        } else {
            operand = try member()
        }
        for offset in marks.reversed() {
            operand = try node(.unary(sign == .symbol(.not) ? .not : .negate, operand), at: offset)
        }
        return operand
    }

    /// A minus directly before a number is part of it, because the smallest int cannot be written otherwise.
    private func negativeLiteral(at offset: Int) -> Expression? {
        switch current.kind {
        case .int(let digits):
            let limit = Int64.max.magnitude + 1
            guard digits <= limit else { return nil }
            return Expression(.literal(.int(Int64(truncatingIfNeeded: 0 &- digits))), at: offset)
        case .double(let value): return Expression(.literal(.double(-value)), at: offset)
        default: return nil
        }
    }

    // MARK: Tokens

    var current: Token { tokens[place] }

    mutating func advance() { place += 1 }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        place += 1
        return true
    }

    mutating func expect(_ symbol: Token.Symbol, _ context: String) throws(SyntaxFailure) {
        guard take(symbol) else { throw unexpected("'\(symbol.rawValue)' \(context)") }
    }

    func unexpected(_ wanted: String) -> SyntaxFailure {
        SyntaxFailure("expected \(wanted), found \(current.description)", at: current.offset)
    }

    func node(_ kind: Expression.Kind, at offset: Int) throws(SyntaxFailure) -> Expression {
        let expression = Expression(kind, at: offset)
        guard expression.height <= Self.depthLimit else { throw tooDeep(at: offset) }
        return expression
    }

    private func tooDeep(at offset: Int) -> SyntaxFailure {
        SyntaxFailure("this is nested too deeply; \(Self.depthLimit) levels are possible", at: offset)
    }
}
