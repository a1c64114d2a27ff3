/// Parses primaries and the selections, indices and calls that follow them.
extension Parser {
    mutating func member() throws(SyntaxFailure) -> Expression {
        try members(of: try primary())
    }

    /// Parses the `.field`, `.call()` and `[index]` after `operand`.
    mutating func members(of operand: Expression) throws(SyntaxFailure) -> Expression {
        var operand = operand
        while true {
            let offset = current.offset
            if take(.dot) {
                operand = try selection(of: operand, at: offset)
            } else if take(.leftBracket) {
                let optional = take(.question)
                let index = try expression()
                try expect(.rightBracket, "after the index")
                operand = try node(.index(operand, index, optional: optional), at: offset)
            } else if current.kind == .symbol(.leftBrace), let name = operand.qualifiedName {
                operand = try message(name, at: operand.offset)
            } else {
                return operand
            }
        }
    }

    private mutating func selection(of operand: Expression, at offset: Int) throws(SyntaxFailure) -> Expression {
        let optional = take(.question)
        let token = current
        switch token.kind {
        case .quotedName(let field):
            advance()
            return try node(.select(operand, field: field, optional: optional), at: offset)
        case .name(let name):
            advance()
            guard !optional, take(.leftParenthesis) else {
                return try node(.select(operand, field: name, optional: optional), at: offset)
            }
            let arguments = try list(until: .rightParenthesis)
            return try call(name, on: operand, arguments, at: token.offset)
        default:
            throw unexpected("a field name after '.'")
        }
    }

    private mutating func primary() throws(SyntaxFailure) -> Expression {
        let token = current
        switch token.kind {
        case .int(let digits):
            guard let value = Int64(exactly: digits) else {
                throw SyntaxFailure("this number does not fit an int", at: token.offset)
            }
            return literal(.int(value))
        case .uint(let value): return literal(.uint(value))
        case .double(let value): return literal(.double(value))
        case .string(let text): return literal(.string(text))
        case .bytes(let bytes): return literal(.bytes(bytes))
        case .keyword(.true): return literal(.bool(true))
        case .keyword(.false): return literal(.bool(false))
        case .keyword(.null): return literal(.null)
        case .name, .symbol(.dot): return try name()
        case .symbol(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.rightParenthesis, "to close '('")
            return inner
        case .symbol(.leftBracket): return try listLiteral()
        case .symbol(.leftBrace): return try mapLiteral()
        case .keyword(.in), .quotedName, .symbol, .end: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) -> Expression {
        defer { advance() }
        return Expression(.literal(value), at: current.offset)
    }

    /// A variable, type or function, optionally with a leading dot.
    private mutating func name() throws(SyntaxFailure) -> Expression {
        let offset = current.offset
        let rooted = take(.dot)
        guard case .name(let name) = current.kind else { throw unexpected("a name") }
        guard !Token.reserved.contains(name) else {
            throw SyntaxFailure("'\(name)' is a reserved word and names nothing", at: current.offset)
        }
        advance()
        guard take(.leftParenthesis) else { return Expression(.name(name, rooted: rooted), at: offset) }
        return try call(name, on: nil, try list(until: .rightParenthesis), at: offset)
    }

    private mutating func list(until end: Token.Symbol) throws(SyntaxFailure) -> [Expression] {
        var items: [Expression] = []
        if take(end) { return items }
        repeat { items.append(try expression()) } while take(.comma)
        try expect(end, "or ','")
        return items
    }

    private mutating func listLiteral() throws(SyntaxFailure) -> Expression {
        let offset = current.offset
        advance()
        var items: [Expression.ListItem] = []
        while current.kind != .symbol(.rightBracket) {
            let optional = take(.question)
            items.append(Expression.ListItem(value: try expression(), optional: optional))
            guard take(.comma) else { break }
        }
        try expect(.rightBracket, "or ',' in the list")
        return try node(.list(items), at: offset)
    }

    private mutating func mapLiteral() throws(SyntaxFailure) -> Expression {
        let offset = current.offset
        advance()
        var items: [Expression.MapItem] = []
        while current.kind != .symbol(.rightBrace) {
            let optional = take(.question)
            let key = try expression()
            try expect(.colon, "after the map's key")
            items.append(Expression.MapItem(key: key, value: try expression(), optional: optional))
            guard take(.comma) else { break }
        }
        try expect(.rightBrace, "or ',' in the map")
        return try node(.map(items), at: offset)
    }

    private mutating func message(_ name: String, at offset: Int) throws(SyntaxFailure) -> Expression {
        advance()
        while current.kind != .symbol(.rightBrace) {
            _ = take(.question)
            switch current.kind {
            case .name, .quotedName: advance()
            default: throw unexpected("a field name")
            }
            try expect(.colon, "after the field's name")
            _ = try expression()
            guard take(.comma) else { break }
        }
        try expect(.rightBrace, "or ',' in the message")
        return Expression(.message(name), at: offset)
    }
}

extension Expression {
    /// `a.b.c` if this consists only of names and dots, keeping a leading dot; otherwise nil.
    var qualifiedName: String? {
        switch kind {
        case .name(let name, let rooted): rooted ? ".\(name)" : name
        case .select(let operand, let field, false): operand.qualifiedName.map { "\($0).\(field)" }
        default: nil
        }
    }
}
