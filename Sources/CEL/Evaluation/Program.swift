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
    package func evaluate(_ bindings: any Bindings, limits: Limits = Limits()) throws(ExpressionError) -> Value {
        var frame = Frame(program: self, bindings: bindings, limits: limits)
        do {
            return try root.evaluate(&frame)
        } catch {
            throw ExpressionError(error.failure.description, at: error.offset, in: source)
        }
    }

    /// Whether the expression is `true`; throws when it has no value or one that is no bool.
    package func isTrue(_ bindings: any Bindings, limits: Limits = Limits()) throws(ExpressionError) -> Bool {
        let value = try evaluate(bindings, limits: limits)
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
