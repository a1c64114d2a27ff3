/// `left == right`, `left != right`.
final class EqualityNode: ConditionNode {
    private let left: any Node
    private let right: any Node
    private let negated: Bool
    private let offset: Int

    init(_ left: any Node, _ right: any Node, negated: Bool, at offset: Int) {
        self.left = left
        self.right = right
        self.negated = negated
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        let a = try left.evaluate(&frame)
        let b = try right.evaluate(&frame)
        try frame.read(min(a.weight, b.weight), at: offset)
        return a.equals(b) != negated
    }
}

/// `operand == "text"`, `operand != "text"`. The constant is neither copied nor weighed again.
final class TextEqualityNode: ConditionNode {
    private let operand: any Node
    private let text: String
    private let negated: Bool
    private let offset: Int

    init(_ operand: any Node, _ text: String, negated: Bool, at offset: Int) {
        self.operand = operand
        self.text = text
        self.negated = negated
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        guard case .string(let found) = try operand.evaluate(&frame) else { return negated }
        try frame.read(min(found.utf8.count, text.utf8.count), at: offset)
        return Text.same(found, text) != negated
    }
}

/// `left < right` and the other comparisons.
final class OrderNode: ConditionNode {
    private let left: any Node
    private let right: any Node
    private let relation: Expression.BinaryOperator
    private let offset: Int

    init(_ left: any Node, _ right: any Node, _ relation: Expression.BinaryOperator, at offset: Int) {
        self.left = left
        self.right = right
        self.relation = relation
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        let a = try left.evaluate(&frame)
        let b = try right.evaluate(&frame)
        try frame.read(min(a.weight, b.weight), at: offset)
        guard let order = a.order(b) else { return try unordered(a, b) }
        return switch relation {
        case .less: order == .before
        case .atMost: order != .after
        case .greater: order == .after
        default: order != .before
        }
    }

    /// A comparison with NaN is false; for types that have no order it is an error.
    private func unordered(_ a: Value, _ b: Value) throws(Fault) -> Bool {
        if Number(a) != nil, Number(b) != nil { return false }
        throw Fault(failure: .noOverload("'\(relation.text)'", [a.typeName, b.typeName]), offset: offset)
    }
}

/// `element in container`.
final class MembershipNode: ConditionNode {
    private let element: any Node
    private let container: any Node
    private let offset: Int

    init(_ element: any Node, in container: any Node, at offset: Int) {
        self.element = element
        self.container = container
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        let value = try element.evaluate(&frame)
        let whole = try container.evaluate(&frame)
        switch whole {
        case .list(let list):
            try frame.read(list.weight, at: offset)
            return list.elements.contains { $0.equals(value) }
        case .map(let map):
            try frame.read(value.weight, at: offset)
            return map[value] != nil
        case .opaque(let object):
            try frame.read(value.weight, at: offset)
            guard let answer = object.contains(value) else { fallthrough }
            return answer
        default:
            throw Fault(failure: .noOverload("'in'", [value.typeName, whole.typeName]), offset: offset)
        }
    }
}

/// `element in […]` with a list of constant strings: one hash look-up, whatever the length of the list.
final class StringSetNode: ConditionNode {
    private let element: any Node
    private let strings: Set<Text>

    init(_ element: any Node, in strings: Set<Text>) {
        self.element = element
        self.strings = strings
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        guard case .string(let text) = try element.evaluate(&frame) else { return false }
        return strings.contains(Text(text))
    }
}

extension Expression.BinaryOperator {
    /// The operator as written in expressions.
    var text: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .atMost: "<="
        case .greater: ">"
        case .atLeast: ">="
        case .isIn: "in"
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .modulo: "%"
        }
    }
}
