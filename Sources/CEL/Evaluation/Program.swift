/// A compiled expression: immutable, to be evaluated any number of times from any thread.
package final class Program: Sendable {
    package let source: SourceText
    /// The syntax tree, macros expanded.
    package let expression: Expression
    /// What the expression may read of the variables, each path once, in order of appearance.
    package let paths: [Path]
    /// The type of the value; `dyn` when that is known only at evaluation.
    package let type: ValueType
    let names: [String]
    let localCount: Int
    private let root: any Node

    init(
        source: SourceText,
        expression: Expression,
        root: any Node,
        type: ValueType,
        paths: [Path],
        names: [String],
        localCount: Int
    ) {
        self.type = type
        self.paths = paths
        self.source = source
        self.expression = expression
        self.root = root
        self.names = names
        self.localCount = localCount
    }

    /// The same as text: `claims.country`.
    package var references: [String] { paths.map(\.description) }

    /// The paths with what stands there in `variables`, nil where there is nothing: what a decision rested on.
    package func reads(_ variables: Variables) -> [(path: Path, value: Value?)] {
        paths.map { path in
            let variable = names.firstIndex(of: path.variable).flatMap { variables.values[$0] }
            return (path, variable.flatMap(path.value))
        }
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
