/// Compiles operators, literals and macros.
extension Compiler {
    func binary(
        _ operation: Expression.BinaryOperator,
        _ left: any Node,
        _ right: any Node,
        at offset: Int
    ) -> any Node {
        switch operation {
        case .equal, .notEqual: return Self.equality(left, right, negated: operation == .notEqual, at: offset)
        case .less, .atMost, .greater, .atLeast: return OrderNode(left, right, operation, at: offset)
        case .isIn:
            if let strings = Self.strings(right) { return StringSetNode(left, in: strings) }
            return MembershipNode(left, in: right, at: offset)
        case .add, .subtract, .multiply, .divide, .modulo:
            return ArithmeticNode(left, right, operation, at: offset)
        }
    }

    private static func equality(
        _ left: any Node,
        _ right: any Node,
        negated: Bool,
        at offset: Int
    ) -> any Node {
        if case .string(let text)? = (right as? ConstantNode)?.value {
            return TextEqualityNode(left, text, negated: negated, at: offset)
        }
        if case .string(let text)? = (left as? ConstantNode)?.value {
            return TextEqualityNode(right, text, negated: negated, at: offset)
        }
        return EqualityNode(left, right, negated: negated, at: offset)
    }

    /// The elements of a constant list of strings, if it is long enough for hashing to pay off.
    private static func strings(_ node: any Node) -> Set<Text>? {
        guard case .list(let list)? = (node as? ConstantNode)?.value, list.elements.count > 4 else { return nil }
        var strings: Set<Text> = []
        for element in list.elements {
            guard case .string(let text) = element else { return nil }
            strings.insert(Text(text))
        }
        return strings
    }

    /// A list of constants is built once, at compile time.
    mutating func list(_ items: [Expression.ListItem], at offset: Int) throws(SyntaxFailure) -> any Node {
        var parts: [(node: any Node, optional: Bool)] = []
        for item in items { parts.append((try node(item.value), item.optional)) }
        let constants = parts.compactMap { $0.optional ? nil : ($0.node as? ConstantNode)?.value }
        guard constants.count == parts.count else { return ListNode(parts, at: offset) }
        return ConstantNode(.list(constants))
    }

    /// A map of constants is built once, at compile time, unless its keys are invalid.
    mutating func map(_ items: [Expression.MapItem], at offset: Int) throws(SyntaxFailure) -> any Node {
        var parts: [(key: any Node, value: any Node, optional: Bool)] = []
        for item in items { parts.append((try node(item.key), try node(item.value), item.optional)) }
        let constants = parts.compactMap { part -> MapValue.Entry? in
            guard !part.optional, let key = part.key as? ConstantNode, let value = part.value as? ConstantNode else {
                return nil
            }
            return MapValue.Entry(key: key.value, value: value.value)
        }
        guard constants.count == parts.count, let map = try? MapValue(constants) else {
            return MapNode(parts, at: offset)
        }
        return ConstantNode(.map(map))
    }

    mutating func walk(_ comprehension: Comprehension, at offset: Int) throws(SyntaxFailure) -> any Node {
        let range = try node(comprehension.range)
        let first = declare(comprehension.first)
        let second = comprehension.second.map { declare($0) }
        defer { leave(second == nil ? 1 : 2) }
        let cost = comprehension.body.size + (comprehension.condition?.size ?? 0)
        let walk = Walk(range: range, first: first, second: second, cost: cost, offset: offset)
        let condition = try comprehension.condition.map { condition throws(SyntaxFailure) in try node(condition) }
        let body = try node(comprehension.body)
        return switch comprehension.yield {
        case .all: QuantifierNode(walk, body: body, decisive: false)
        case .exists: QuantifierNode(walk, body: body, decisive: true)
        case .existsOne: ExistsOneNode(walk, body: body)
        case .list: ListTransformNode(walk, where: condition, body: body)
        case .map: MapTransformNode(walk, where: condition, body: body, keepsKeys: true)
        case .entries: MapTransformNode(walk, where: condition, body: body, keepsKeys: false)
        }
    }
}
