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
        try run(variables, limits) { root, frame throws(Fault) in try root.evaluate(&frame) }
    }

    /// Whether the expression is `true`; throws when it has no value or one that is no bool.
    package func isTrue(_ variables: Variables, limits: Limits = Limits()) throws(ExpressionError) -> Bool {
        let offset = expression.offset
        return try run(variables, limits) { root, frame throws(Fault) in
            if let answer = try root.truth(&frame) { return answer }
            let type = try root.evaluate(&frame).typeName.text
            throw Fault(failure: .invalid("this must be true or false, it is \(type)"), offset: offset)
        }
    }

    private func run<Result>(
        _ variables: Variables,
        _ limits: Limits,
        _ work: (any Node, inout Frame) throws(Fault) -> Result
    ) throws(ExpressionError) -> Result {
        // safe: a program is only ever run with its own environment's variables; no input chooses them.
        precondition(variables.values.count == names.count, "these variables are of another environment")
        do throws(Fault) {
            return try variables.values.withUnsafeBufferPointer { values throws(Fault) in
                var frame = Frame(variables: values, localCount: localCount, limits: limits)
                return try work(root, &frame)
            }
        } catch {
            throw ExpressionError(error.failure, at: error.offset, in: source)
        }
    }
}
