/// A compiled expression. It is immutable and can be evaluated any number of times, on any thread.
package final class Program: Sendable {
    package let source: SourceText
    /// The syntax tree, with macros expanded.
    package let expression: Expression
    /// The parts of the variables that the expression may read, without duplicates, in order of appearance.
    package let paths: [Path]
    /// The type of the value; `dyn` if it is known only at evaluation.
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

    /// The paths as text: `claims.country`.
    package var references: [String] { paths.map(\.description) }

    /// The paths with their values in `variables`, nil where absent: the facts that a decision depended on.
    package func reads(_ variables: Variables) -> [(path: Path, value: Value?)] {
        paths.map { path in
            let variable = names.firstIndex(of: path.variable).flatMap { variables.values[$0] }
            return (path, variable.flatMap(path.value))
        }
    }

    /// Evaluates the expression within `limits`. Throws the failure and its position if there is no value.
    package func evaluate(
        _ values: [String: Value],
        limits: Limits = Limits()
    ) throws(ExpressionError) -> Value {
        try evaluate(Variables(names: names, values: values), limits: limits)
    }

    /// Like `evaluate` for a dictionary, with values laid out by `Environment.variables`; faster if many programs share
    /// the values. They must come from the program's own environment or one that declares the same variables.
    package func evaluate(_ variables: Variables, limits: Limits = Limits()) throws(ExpressionError) -> Value {
        try run(variables, limits) { root, frame throws(Fault) in try root.evaluate(&frame) }
    }

    /// Whether the value is `true`. Throws if there is no value or it is not a bool.
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
