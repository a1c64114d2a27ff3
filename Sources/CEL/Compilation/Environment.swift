/// The variables and functions that expressions may name. Compiles expressions.
package struct Environment: Sendable {
    /// The declared variables; nil if they are known only at evaluation. If declared, unknown names, unknown functions
    /// and invalid patterns are compile-time errors.
    package let variables: Set<String>?
    /// The variables' types; nil if types are checked only at evaluation. If declared, type mismatches are compile-time
    /// errors.
    package let types: [String: ValueType]?
    /// The name space that is searched first, such as `a.b`; its names shadow those outside.
    package let container: String
    /// Whether `has`, `all`, `map` and the other macros are expanded.
    package let macros: Bool
    let functions: FunctionTable
    /// The declared variables, by slot.
    let order: [String]
    /// The number of dot-separated parts in the longest declared name.
    let longestName: Int

    /// Creates an environment with the standard functions, the extensions and the host's `functions`, which may not
    /// replace any of those.
    package init(
        variables: Set<String>?,
        functions: [Function] = [],
        container: String = "",
        macros: Bool = true
    ) {
        self.init(names: variables, types: nil, functions: functions, container: container, macros: macros)
    }

    /// Like `init(variables:…)`, with typed variables. Declare as `dyn` what is known only at evaluation. Functions
    /// without signatures accept and return any type.
    package init(
        variables: [String: ValueType],
        functions: [Function] = [],
        container: String = "",
        macros: Bool = true
    ) {
        self.init(
            names: Set(variables.keys),
            types: variables,
            functions: functions,
            container: container,
            macros: macros
        )
    }

    private init(
        names: Set<String>?,
        types: [String: ValueType]?,
        functions: [Function],
        container: String,
        macros: Bool
    ) {
        variables = names
        self.types = types
        order = Variables.order(names ?? [])
        longestName = (order + TypeName.standard.keys).reduce(1) { longest, name in
            max(longest, name.utf8.reduce(1) { $0 + ($1 == UInt8(ascii: ".") ? 1 : 0) })
        }
        self.container = container
        self.macros = macros
        self.functions = functions.isEmpty ? .standard : FunctionTable.standard.adding(functions)
    }

    /// Compiles `text`, whose value must be of type `wanted`. Throws the first problem and its position. Types are
    /// checked only if the environment declares them.
    package func compile(_ text: String, expecting wanted: ValueType = .dyn) throws(ExpressionError) -> Program {
        let source = SourceText(text)
        do throws(SyntaxFailure) {
            let (program, problems) = try examined(source, wanted)
            if let first = problems.first { throw first }
            return program
        } catch {
            throw ExpressionError(error.message, at: error.offset, in: source)
        }
    }

    /// All problems in `text` that can be found at once; empty if it compiles. Type problems are reported only if there
    /// is no error in syntax or names.
    package func problems(in text: String, expecting wanted: ValueType = .dyn) -> [ExpressionError] {
        let source = SourceText(text)
        do throws(SyntaxFailure) {
            let (_, problems) = try examined(source, wanted)
            return problems.map { ExpressionError($0.message, at: $0.offset, in: source) }
        } catch {
            return [ExpressionError(error.message, at: error.offset, in: source)]
        }
    }

    private func examined(
        _ source: SourceText,
        _ wanted: ValueType
    ) throws(SyntaxFailure) -> (Program, [SyntaxFailure]) {
        let expression = try Parser.parse(source, macros: macros)
        var compiler = Compiler(environment: self)
        let root = try compiler.node(expression)
        var checker = Checker(environment: self)
        let type = types == nil ? .dyn : checker.check(expression, gives: wanted)
        let program = Program(
            source: source,
            expression: expression,
            root: root,
            type: type,
            paths: PathFinder.paths(in: expression, self),
            names: compiler.names,
            localCount: compiler.localCount
        )
        return (program, checker.problems)
    }
}
