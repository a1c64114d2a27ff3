/// A node of the syntax tree with its byte offset in the text. Macros are already expanded.
package final class Expression: Sendable {
    package indirect enum Kind: Sendable {
        case literal(Value)
        /// A name; rooted when written with a leading dot.
        case name(String, rooted: Bool)
        /// `operand.field`, or `operand.?field`.
        case select(Expression, field: String, optional: Bool)
        /// `has(operand.field)`.
        case presence(Expression, field: String)
        /// `operand[index]`, or `operand[?index]`.
        case index(Expression, Expression, optional: Bool)
        /// `function(arguments)`, or `receiver.function(arguments)`.
        case call(String, receiver: Expression?, arguments: [Expression])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `a && b && c`.
        case all([Expression])
        /// `a || b || c`.
        case any([Expression])
        case conditional(Expression, then: Expression, otherwise: Expression)
        case list([ListItem])
        case map([MapItem])
        /// `Name{…}`: parsed, but there are no message types.
        case message(String)
        case comprehension(Comprehension)
        /// `cel.bind(name, value, body)`.
        case bind(String, value: Expression, body: Expression)
        /// `operand.optMap(name, body)`, or `optFlatMap` when flat.
        case optionalMap(Expression, name: String, body: Expression, flat: Bool)
    }

    package enum UnaryOperator: Sendable { case not, negate }

    package enum BinaryOperator: Sendable {
        case equal, notEqual, less, atMost, greater, atLeast, isIn
        case add, subtract, multiply, divide, modulo
    }

    package struct ListItem: Sendable {
        package let value: Expression
        /// Written `?value`.
        package let optional: Bool
    }

    package struct MapItem: Sendable {
        let key: Expression
        let value: Expression
        let optional: Bool
    }

    package let offset: Int
    package let kind: Kind
    /// Levels of nodes, including this one.
    let height: Int
    /// Number of nodes, including this one.
    let size: Int

    init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
        let parts = kind.parts
        height = 1 + (parts.lazy.map(\.height).max() ?? 0)
        size = 1 + parts.reduce(0) { $0 + $1.size }
    }
}

/// A macro that iterates over a list or map.
package struct Comprehension: Sendable {
    package enum Yield: Sendable {
        /// `all`.
        case all(Expression)
        /// `exists`.
        case exists(Expression)
        /// `exists_one`, `existsOne`.
        case existsOne(Expression)
        /// `map`, `filter`, `transformList`.
        case list(where: Expression?, Expression)
        /// `transformMap`: keeps the keys.
        case map(where: Expression?, Expression)
        /// `transformMapEntry`: each step yields a map of entries.
        case entries(where: Expression?, Expression)
    }

    package let range: Expression
    /// The variable for the element, or for the index or key if there is a second variable.
    package let first: String
    /// The variable for the element or value.
    package let second: String?
    package let yield: Yield

    var condition: Expression? {
        switch yield {
        case .all, .exists, .existsOne: nil
        case .list(let condition, _), .map(let condition, _), .entries(let condition, _): condition
        }
    }

    var body: Expression {
        switch yield {
        case .all(let body), .exists(let body), .existsOne(let body), .list(_, let body), .map(_, let body),
            .entries(_, let body):
            body
        }
    }
}

extension Expression.Kind {
    /// The direct children.
    package var parts: [Expression] {
        switch self {
        case .literal, .name, .message: []
        case .select(let operand, _, _), .presence(let operand, _), .unary(_, let operand): [operand]
        case .index(let left, let right, _), .binary(_, let left, let right): [left, right]
        case .call(_, let receiver, let arguments): (receiver.map { [$0] } ?? []) + arguments
        case .all(let parts), .any(let parts): parts
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .list(let items): items.map(\.value)
        case .map(let items): items.flatMap { [$0.key, $0.value] }
        case .comprehension(let walk): [walk.range, walk.body] + (walk.condition.map { [$0] } ?? [])
        case .bind(_, let value, let body): [value, body]
        case .optionalMap(let operand, _, let body, _): [operand, body]
        }
    }
}
