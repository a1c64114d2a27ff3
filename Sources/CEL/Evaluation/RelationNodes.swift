/// `left == right`, `left != right`.
final class EqualityNode: Node {
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

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let a = try left.evaluate(&frame)
        let b = try right.evaluate(&frame)
        try frame.read(min(a.weight, b.weight), at: offset)
        return .bool(a.equals(b) != negated)
    }
}

/// `left < right` and its like.
final class OrderNode: Node {
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

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let a = try left.evaluate(&frame)
        let b = try right.evaluate(&frame)
        try frame.read(min(a.weight, b.weight), at: offset)
        guard let order = a.order(b) else { return try unordered(a, b) }
        return switch relation {
        case .less: .bool(order == .before)
        case .atMost: .bool(order != .after)
        case .greater: .bool(order == .after)
        default: .bool(order != .before)
        }
    }

    /// Numbers of which one is not a number are in no order; other types have none.
    private func unordered(_ a: Value, _ b: Value) throws(Fault) -> Value {
        if Number(a) != nil, Number(b) != nil { return .bool(false) }
        throw Fault(failure: .noOverload("'\(relation.text)'", [a.typeName, b.typeName]), offset: offset)
    }
}

/// `element in container`.
final class MembershipNode: Node {
    private let element: any Node
    private let container: any Node
    private let offset: Int

    init(_ element: any Node, in container: any Node, at offset: Int) {
        self.element = element
        self.container = container
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let value = try element.evaluate(&frame)
        let whole = try container.evaluate(&frame)
        switch whole {
        case .list(let list):
            try frame.read(list.weight, at: offset)
            return .bool(list.elements.contains { $0.equals(value) })
        case .map(let map):
            try frame.read(value.weight, at: offset)
            return .bool(map[value] != nil)
        case .opaque(let object):
            try frame.read(value.weight, at: offset)
            guard let answer = object.contains(value) else { fallthrough }
            return .bool(answer)
        default:
            throw Fault(failure: .noOverload("'in'", [value.typeName, whole.typeName]), offset: offset)
        }
    }
}

/// `element in […]` with a list of constant strings: one hash look-up, however long the list.
final class StringSetNode: Node {
    private let element: any Node
    private let strings: Set<Text>

    init(_ element: any Node, in strings: Set<Text>) {
        self.element = element
        self.strings = strings
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        guard case .string(let text) = try element.evaluate(&frame) else { return .bool(false) }
        return .bool(strings.contains(Text(text)))
    }
}

extension Expression.BinaryOperator {
    /// The operator as it is written.
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
