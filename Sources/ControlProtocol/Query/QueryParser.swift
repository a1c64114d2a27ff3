internal import GatehouseModel

/// Parses tokens into an expression: alternatives of conjunctions of negations of terms.
struct QueryParser {
    private let tokens: [QueryLexer.Token]
    private let reader: QueryTermReader
    private var at = 0
    private var terms = 0

    init(tokens: [QueryLexer.Token], fields: QueryFields, now: Timestamp) {
        self.tokens = tokens
        reader = QueryTermReader(fields: fields, now: now)
    }

    mutating func parse() throws(QueryError) -> Query.Expression {
        guard !tokens.isEmpty else { return .all([]) }
        let expression = try alternatives(depth: 0)
        if at < tokens.count {
            throw error("a closing parenthesis without an opening one", "remove it or put \"(\" before it")
        }
        return expression
    }

    private mutating func alternatives(depth: Int) throws(QueryError) -> Query.Expression {
        var parts = [try conjunction(depth: depth)]
        while take(.or) { parts.append(try conjunction(depth: depth)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(depth: Int) throws(QueryError) -> Query.Expression {
        var parts = [try factor(depth: depth)]
        while at < tokens.count, tokens[at].kind != .or, tokens[at].kind != .close {
            _ = take(.and)
            parts.append(try factor(depth: depth))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func factor(depth: Int) throws(QueryError) -> Query.Expression {
        guard depth <= Query.depthLimit else {
            throw error("the filter is nested too deeply", "at most \(Query.depthLimit) levels are accepted")
        }
        guard at < tokens.count else {
            throw error("the filter ends where a term is expected", "add a term such as outcome:block")
        }
        let token = tokens[at]
        switch token.kind {
        case .not:
            at += 1
            return .not(try factor(depth: depth + 1))
        case .open:
            at += 1
            let inner = try alternatives(depth: depth + 1)
            guard take(.close) else {
                throw QueryError(
                    position: token.position,
                    message: "the parenthesis is not closed",
                    remedy: "add \")\""
                )
            }
            return inner
        case .word(let field, let operation, let values):
            try refuseSignInLowerCase(token)
            at += 1
            return try term(field: field, operation: operation, values: values, token: token)
        case .or, .and, .close:
            throw error("a term is expected here", "write a word or field:value, or put the sign in quotes")
        }
    }

    /// Refuses `or`, `and` and `not` where the sign in capitals could stand: `or` and `and` between two terms, `not`
    /// before one. As a word it would be searched for, which nobody means there.
    private func refuseSignInLowerCase(_ token: QueryLexer.Token) throws(QueryError) {
        let signs: [QueryLexer.Token.Kind] = [.or, .and]
        guard let sign = token.meant, at + 1 < tokens.count else { return }
        guard !signs.contains(tokens[at + 1].kind), tokens[at + 1].kind != .close else { return }
        if sign != "NOT" {
            guard at > 0, !signs.contains(tokens[at - 1].kind) else { return }
            guard tokens[at - 1].kind != .open, tokens[at - 1].kind != .not else { return }
        }
        let written = sign.lowercased()
        throw QueryError(
            position: token.position,
            message: "\"\(written)\" in small letters would be searched for as a word",
            remedy: "write \(sign), or \"\(written)\" in quotes for the word"
        )
    }

    private mutating func term(
        field: String?,
        operation: String,
        values: [String],
        token: QueryLexer.Token
    ) throws(QueryError) -> Query.Expression {
        terms += values.count
        guard terms <= Query.termLimit else {
            throw QueryError(
                position: token.position,
                message: "the filter has more than \(Query.termLimit) terms",
                remedy: "ask for less at a time"
            )
        }
        var parts: [Query.Expression] = []
        for value in values {
            parts.append(try reader.term(field: field, operation: operation, value: value, token: token))
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func take(_ kind: QueryLexer.Token.Kind) -> Bool {
        guard at < tokens.count, tokens[at].kind == kind else { return false }
        at += 1
        return true
    }

    private func error(_ message: String, _ remedy: String) -> QueryError {
        let position = at < tokens.count ? tokens[at].position : (tokens.last?.valuePosition ?? 0) + 1
        return QueryError(position: position, message: message, remedy: remedy)
    }
}
