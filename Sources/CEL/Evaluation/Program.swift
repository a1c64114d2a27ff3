/// A compiled expression: immutable, to be evaluated any number of times from any thread.
package final class Program: Sendable {
    package let source: SourceText
    /// The syntax tree, macros expanded.
    package let expression: Expression
    /// Paths that the expression may read, such as `claims.country`, each once, in order of appearance.
    package let references: [String]
    let names: [String]
    let localCount: Int
    private let root: any Node

    init(source: SourceText, expression: Expression, root: any Node, names: [String], localCount: Int) {
        self.source = source
        self.expression = expression
        self.root = root
        self.names = names
        self.localCount = localCount
        references = expression.references
    }

    /// The expression's value; throws where and why it has none. Never takes more than `limits`.
    package func evaluate(
        _ values: [String: Value],
        limits: Limits = Limits()
    ) throws(ExpressionError) -> Value {
        try evaluate(Variables(names: names, values: values), limits: limits)
    }

    /// The same with values that `Environment.variables` laid out: quicker where many programs see the same values.
    /// The program's own environment must have made them, or one with the same declared variables.
    package func evaluate(_ variables: Variables, limits: Limits = Limits()) throws(ExpressionError) -> Value {
        precondition(variables.values.count == names.count, "these variables are of another environment")
        var frame = Frame(variables: variables, localCount: localCount, limits: limits)
        do {
            return try root.evaluate(&frame)
        } catch {
            throw ExpressionError(error.failure.description, at: error.offset, in: source)
        }
    }

    /// Whether the expression is `true`; throws when it has no value or one that is no bool.
    package func isTrue(_ variables: Variables, limits: Limits = Limits()) throws(ExpressionError) -> Bool {
        let value = try evaluate(variables, limits: limits)
        guard case .bool(let answer) = value else {
            throw ExpressionError(
                "this must be true or false, it is \(value.typeName.text)",
                at: expression.offset,
                in: source
            )
        }
        return answer
    }
}
