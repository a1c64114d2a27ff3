import PlainText

/// Compiles calls: qualified functions such as `math.abs(x)`, methods, and the few that are not ordinary functions.
extension Compiler {
    mutating func call(
        _ name: String,
        on receiver: Expression?,
        _ arguments: [Expression],
        at offset: Int
    ) throws(SyntaxFailure) -> any Node {
        guard let receiver else {
            guard let function = environment.global(name) else { return try unknown(name, .global, at: offset) }
            return try called(function, try nodes(arguments), at: offset)
        }
        if let function = environment.qualified(name, receiver, hidden: scope.contains) {
            return try called(function, try nodes(arguments), at: offset)
        }
        guard let function = environment.functions.receiver(name) else {
            if let special = try special(name, on: receiver, arguments, at: offset) { return special }
            return try unknown(name, .receiver, at: offset)
        }
        return try called(function, [try node(receiver)] + (try nodes(arguments)), at: offset)
    }

    /// Functions that do not always evaluate all their arguments.
    private mutating func special(
        _ name: String,
        on receiver: Expression,
        _ arguments: [Expression],
        at offset: Int
    ) throws(SyntaxFailure) -> (any Node)? {
        guard name == "or" || name == "orValue", arguments.count == 1 else { return nil }
        return AlternativeNode(
            try node(receiver),
            else: try node(arguments[0]),
            unwraps: name == "orValue",
            at: offset
        )
    }

    private mutating func called(
        _ function: Function,
        _ arguments: [any Node],
        at offset: Int
    ) throws(SyntaxFailure) -> any Node {
        if let check = function.check, let problem = check(arguments.map { ($0 as? ConstantNode)?.value }) {
            return try failing(.invalid(problem), at: offset)
        }
        if let match = try match(function, arguments, at: offset) { return match }
        if let test = Self.textTest(function, arguments, at: offset) { return test }
        let arguments = hidden(function, at: offset) + arguments
        return switch (function.body, arguments.count) {
        case (.unary(let body), 1): UnaryCallNode(body, arguments[0], at: offset)
        case (.binary(let body), 2): BinaryCallNode(body, arguments[0], arguments[1], at: offset)
        default: CallNode(function, arguments, at: offset)
        }
    }

    /// The hidden arguments that come before the written ones.
    private mutating func hidden(_ function: Function, at offset: Int) -> [any Node] {
        guard let context = function.context else { return [] }
        return [VariableNode(slot: slot(of: context), name: context, at: offset)]
    }

    /// `startsWith`, `endsWith` and `contains` with a constant argument, which is prepared here.
    private static func textTest(_ function: Function, _ arguments: [any Node], at offset: Int) -> (any Node)? {
        guard function.style == .receiver, let test = TextTest(rawValue: function.name),
            arguments.count == 2, case .string(let part)? = (arguments[1] as? ConstantNode)?.value
        else { return nil }
        return TextTestNode(test, arguments[0], part, at: offset)
    }

    /// `matches`; a constant pattern is compiled here, once.
    private func match(
        _ function: Function,
        _ arguments: [any Node],
        at offset: Int
    ) throws(SyntaxFailure) -> (any Node)? {
        guard function.name == "matches", arguments.count == 2 else { return nil }
        guard case .string(let text)? = (arguments[1] as? ConstantNode)?.value else {
            return MatchNode(arguments[0], arguments[1], compiled: nil, at: offset)
        }
        do throws(Failure) {
            return MatchNode(arguments[0], arguments[1], compiled: try Pattern(text), at: offset)
        } catch {
            return try failing(error, at: offset)
        }
    }

    private func unknown(_ name: String, _ style: Function.Style, at offset: Int) throws(SyntaxFailure) -> any Node {
        let hint = Spelling.hint(for: name, among: environment.functions.names(style))
        return try failing(.unknownFunction(name), hint: hint, at: offset)
    }
}
