extension Query {
    /// The filter for a user who sees people masked. Terms on personal fields are refused, and words without a field
    /// search only the other texts. Otherwise an address could be guessed letter by letter.
    ///
    /// - Throws: `Problem` of kind `roleRequired`.
    package func withoutPeople(in fields: QueryFields) throws(Problem) -> Query {
        Query(text: text, expression: try expression.withoutPeople(in: fields))
    }

    private init(text: String, expression: Expression) {
        self.text = text
        self.expression = expression
    }
}

extension Query.Expression {
    fileprivate func withoutPeople(in fields: QueryFields) throws(Problem) -> Query.Expression {
        switch self {
        case .all(let parts): return .all(try Self.withoutPeople(parts, fields))
        case .any(let parts): return .any(try Self.withoutPeople(parts, fields))
        case .not(let part): return .not(try part.withoutPeople(in: fields))
        case .term(let term):
            guard let field = term.field else {
                let others = fields.searched.filter { !fields.personal.contains($0) }
                return .any(others.map { .term(Query.Term(field: $0, test: term.test)) })
            }
            guard !fields.personal.contains(field) else { throw Problem.personal(field, in: fields) }
            return self
        }
    }

    private static func withoutPeople(
        _ parts: [Query.Expression],
        _ fields: QueryFields
    ) throws(Problem) -> [Query.Expression] {
        var kept: [Query.Expression] = []
        for part in parts { kept.append(try part.withoutPeople(in: fields)) }
        return kept
    }
}

extension Problem {
    fileprivate static func personal(_ field: String, in fields: QueryFields) -> Problem {
        let other = fields["domain"] == nil ? "ask about other fields" : "ask about domain: instead"
        return Problem(
            .roleRequired,
            "filtering by \(field): needs the role approver, because you see people masked",
            hint: "\(other), or ask an admin for the role"
        )
    }
}
