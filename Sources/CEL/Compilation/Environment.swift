/// What expressions may name: variables and functions; and how they are compiled.
package struct Environment: Sendable {
    /// The variables that exist; nil when that is known only at evaluation. Where they are declared, unknown names,
    /// unknown functions and invalid patterns are errors when an expression is compiled.
    package let variables: Set<String>?
    /// The name space that names are looked up in first, such as `a.b`; names in it shadow those outside.
    package let container: String
    /// Whether `has`, `all`, `map` and the other macros are expanded.
    package let macros: Bool
    let functions: FunctionTable
    /// The declared variables by position.
    let order: [String]

    /// The standard functions and extensions, and `functions` of the host, which may not replace those.
    package init(
        variables: Set<String>?,
        functions: [Function] = [],
        container: String = "",
        macros: Bool = true
    ) {
        self.variables = variables
        order = Variables.order(variables ?? [])
        self.container = container
        self.macros = macros
        self.functions = functions.isEmpty ? .standard : FunctionTable.standard.adding(functions)
    }

    /// Compiles `text`; throws what is wrong with it, and where.
    package func compile(_ text: String) throws(ExpressionError) -> Program {
        let source = SourceText(text)
        do throws(SyntaxFailure) {
            let expression = try Parser.parse(source, macros: macros)
            var compiler = Compiler(environment: self)
            let root = try compiler.node(expression)
            return Program(
                source: source,
                expression: expression,
                root: root,
                names: compiler.names,
                localCount: compiler.localCount
            )
        } catch {
            throw ExpressionError(error.message, at: error.offset, in: source)
        }
    }

    /// The full names that `name` may stand for, innermost name space first; a leading dot means the outermost only.
    func candidates(_ name: String) -> [String] {
        if name.hasPrefix(".") { return [String(name.dropFirst())] }
        var spaces = container.isEmpty ? [] : container.split(separator: ".", omittingEmptySubsequences: false)
        var candidates: [String] = []
        while !spaces.isEmpty {
            candidates.append(spaces.joined(separator: ".") + "." + name)
            spaces.removeLast()
        }
        return candidates + [name]
    }
}
