/// Expands macros: calls that bind names, or inspect an argument without evaluating it.
extension Parser {
    /// The macros' signatures, for display.
    static let macroForms = [
        "has(a.field) -> bool", "list.all(x, condition) -> bool", "list.exists(x, condition) -> bool",
        "list.exists_one(x, condition) -> bool", "list.filter(x, condition) -> list",
        "list.map(x, value) -> list", "list.map(x, condition, value) -> list",
        "list.all(i, x, condition) -> bool", "list.exists(i, x, condition) -> bool",
        "list.existsOne(i, x, condition) -> bool", "list.transformList(i, x, value) -> list",
        "list.transformList(i, x, condition, value) -> list", "map.transformMap(k, v, value) -> map",
        "map.transformMap(k, v, condition, value) -> map", "map.transformMapEntry(k, v, map) -> map",
        "map.transformMapEntry(k, v, condition, map) -> map", "cel.bind(x, value, expression) -> any",
        "optional(A).optMap(x, value) -> optional", "optional(A).optFlatMap(x, optional) -> optional",
        "optional(A).or(optional(A)) -> optional(A)", "optional(A).orValue(A) -> A",
    ]

    /// `receiver.name(arguments)`, expanded if it is a macro.
    func call(
        _ name: String,
        on receiver: Expression?,
        _ arguments: [Expression],
        at offset: Int
    ) throws(SyntaxFailure) -> Expression {
        if macrosEnabled, let expanded = try expansion(name, on: receiver, arguments, at: offset) {
            if case .presence = expanded { return try node(expanded, at: arguments[0].offset) }
            return try node(expanded, at: offset)
        }
        return try node(.call(name, receiver: receiver, arguments: arguments), at: offset)
    }

    private func expansion(
        _ name: String,
        on receiver: Expression?,
        _ arguments: [Expression],
        at offset: Int
    ) throws(SyntaxFailure) -> Expression.Kind? {
        guard let receiver else {
            guard name == "has", arguments.count == 1 else { return nil }
            return try presence(arguments[0])
        }
        switch (name, arguments.count) {
        case ("bind", 3) where receiver.qualifiedName == "cel":
            return .bind(try simpleName(arguments[0]), value: arguments[1], body: arguments[2])
        case ("optMap", 2), ("optFlatMap", 2):
            let variable = try simpleName(arguments[0])
            return .optionalMap(receiver, name: variable, body: arguments[1], flat: name == "optFlatMap")
        default:
            return try comprehension(name, over: receiver, arguments)
        }
    }

    private func presence(_ argument: Expression) throws(SyntaxFailure) -> Expression.Kind {
        guard case .select(let operand, let field, false) = argument.kind else {
            throw SyntaxFailure("has() asks for a field, as in has(claims.country)", at: argument.offset)
        }
        return .presence(operand, field: field)
    }

    private func comprehension(
        _ name: String,
        over range: Expression,
        _ arguments: [Expression]
    ) throws(SyntaxFailure) -> Expression.Kind? {
        if let yield = oneVariable(name, arguments) {
            let element = try simpleName(arguments[0])
            return .comprehension(Comprehension(range: range, first: element, second: nil, yield: try yield(element)))
        }
        guard let yield = twoVariables(name, arguments) else { return nil }
        let (first, second) = (try simpleName(arguments[0]), try simpleName(arguments[1]))
        guard first != second else {
            throw SyntaxFailure("the two names must differ", at: arguments[1].offset)
        }
        return .comprehension(Comprehension(range: range, first: first, second: second, yield: yield))
    }

    private typealias NamedYield = (String) throws(SyntaxFailure) -> Comprehension.Yield

    private func oneVariable(_ name: String, _ arguments: [Expression]) -> NamedYield? {
        switch (name, arguments.count) {
        case ("all", 2): { _ in .all(arguments[1]) }
        case ("exists", 2): { _ in .exists(arguments[1]) }
        case ("exists_one", 2), ("existsOne", 2): { _ in .existsOne(arguments[1]) }
        case ("map", 2): { _ in .list(where: nil, arguments[1]) }
        case ("map", 3): { _ in .list(where: arguments[1], arguments[2]) }
        case ("filter", 2):
            { element in
                .list(where: arguments[1], Expression(.name(element, rooted: false), at: arguments[0].offset))
            }
        default: nil
        }
    }

    private func twoVariables(_ name: String, _ arguments: [Expression]) -> Comprehension.Yield? {
        switch (name, arguments.count) {
        case ("all", 3): .all(arguments[2])
        case ("exists", 3): .exists(arguments[2])
        case ("existsOne", 3), ("exists_one", 3): .existsOne(arguments[2])
        case ("transformList", 3): .list(where: nil, arguments[2])
        case ("transformList", 4): .list(where: arguments[2], arguments[3])
        case ("transformMap", 3): .map(where: nil, arguments[2])
        case ("transformMap", 4): .map(where: arguments[2], arguments[3])
        case ("transformMapEntry", 3): .entries(where: nil, arguments[2])
        case ("transformMapEntry", 4): .entries(where: arguments[2], arguments[3])
        default: nil
        }
    }

    private func simpleName(_ argument: Expression) throws(SyntaxFailure) -> String {
        guard case .name(let name, rooted: false) = argument.kind else {
            throw SyntaxFailure("this must be a simple name", at: argument.offset)
        }
        return name
    }
}
