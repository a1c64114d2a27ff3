/// Turns a syntax tree into nodes that can be evaluated.
struct Compiler {
    let environment: Environment
    /// The host's variables, in slot order.
    private(set) var names: [String]
    /// The number of slots for variables bound by macros.
    private(set) var localCount = 0
    /// Visible variables bound by macros, innermost last; the index is the slot.
    private(set) var scope: [String] = []

    init(environment: Environment) {
        self.environment = environment
        names = environment.order
    }

    mutating func node(_ expression: Expression) throws(SyntaxFailure) -> any Node {
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return ConstantNode(value)
        case .name, .select(_, _, optional: false): return try name(expression)
        case .select(let operand, let field, optional: true):
            return SelectNode.make(try node(operand), Field(field, at: offset), .optional)
        case .presence(let operand, let field):
            return SelectNode.make(try node(operand), Field(field, at: offset), .presence)
        case .index(let operand, let index, let optional):
            return IndexNode(try node(operand), try node(index), optional: optional, at: offset)
        case .call(let name, let receiver, let arguments):
            return try call(name, on: receiver, arguments, at: offset)
        case .unary(.not, let operand): return NotNode(try node(operand), at: offset)
        case .unary(.negate, let operand): return NegateNode(try node(operand), at: offset)
        case .binary(let operation, let left, let right):
            return binary(operation, try node(left), try node(right), at: offset)
        case .all(let parts): return LogicNode(try nodes(parts), decisive: false, at: offset)
        case .any(let parts): return LogicNode(try nodes(parts), decisive: true, at: offset)
        case .conditional(let condition, let then, let otherwise):
            return ConditionalNode(
                try node(condition),
                then: try node(then),
                otherwise: try node(otherwise),
                at: offset
            )
        case .list(let items): return try list(items, at: offset)
        case .map(let items): return try map(items, at: offset)
        case .message(let name): return try failing(.unknownName(name), at: offset)
        case .comprehension(let comprehension): return try walk(comprehension, at: offset)
        case .bind(let name, let value, let body):
            let value = try node(value)
            let slot = declare(name)
            defer { leave(1) }
            return BindNode(slot: slot, value: value, body: try self.node(body))
        case .optionalMap(let operand, let name, let body, let flat):
            let operand = try node(operand)
            let slot = declare(name)
            defer { leave(1) }
            return OptionalMapNode(operand, slot: slot, body: try node(body), flat: flat, at: offset)
        }
    }
}

// MARK: Scope and problems

extension Compiler {
    /// Makes a variable visible and returns its slot.
    mutating func declare(_ name: String) -> Int {
        scope.append(name)
        localCount = max(localCount, scope.count)
        return scope.count - 1
    }

    /// Removes the `count` innermost variables from scope.
    mutating func leave(_ count: Int) { scope.removeLast(count) }

    /// The frame slot of a host variable.
    mutating func slot(of name: String) -> Int {
        if let slot = names.firstIndex(of: name) { return slot }
        names.append(name)
        return names.count - 1
    }

    mutating func nodes(_ expressions: [Expression]) throws(SyntaxFailure) -> [any Node] {
        var nodes: [any Node] = []
        for expression in expressions { nodes.append(try node(expression)) }
        return nodes
    }

    /// Throws if the environment declares its variables; otherwise returns a node that fails when it is evaluated.
    func failing(_ failure: Failure, hint: String = "", at offset: Int) throws(SyntaxFailure) -> any Node {
        guard environment.variables == nil else {
            throw SyntaxFailure(failure.description + hint, at: offset)
        }
        return FailingNode(failure, at: offset)
    }
}
