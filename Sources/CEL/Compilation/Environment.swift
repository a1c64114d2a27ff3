/// What expressions may name: variables and functions; and how they are compiled.
package struct Environment: Sendable {
    /// The variables that exist; nil when that is known only at evaluation. Where they are declared, unknown names,
    /// unknown functions and invalid patterns are errors when an expression is compiled.
    package let variables: Set<String>?
    /// The variables' types; nil when types are looked at only at evaluation. Where they are declared, what cannot go
    /// together is an error when an expression is compiled.
    package let types: [String: ValueType]?
    /// The name space that names are looked up in first, such as `a.b`; names in it shadow those outside.
    package let container: String
    /// Whether `has`, `all`, `map` and the other macros are expanded.
    package let macros: Bool
    let functions: FunctionTable
    /// The declared variables by position.
    let order: [String]
    /// Parts of the longest name that is declared, joined by dots.
    let longestName: Int

    /// The standard functions and extensions, and `functions` of the host, which may not replace those.
    package init(
        variables: Set<String>?,
        functions: [Function] = [],
        container: String = "",
        macros: Bool = true
    ) {
        self.init(names: variables, types: nil, functions: functions, container: container, macros: macros)
    }

    /// The same with variables of known types; what is known only at evaluation is declared `dyn`. Functions without
    /// signatures take and give anything.
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

    /// Compiles `text`, whose value must be of type `wanted`; throws the first thing that is wrong with it, and where.
    /// Types are looked at only where they are declared.
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

    /// Everything that is wrong with `text`, as far as it can be told at once: a mistake of syntax or in a name hides
    /// those in types. Empty when it compiles.
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
