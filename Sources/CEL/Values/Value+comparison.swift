extension Value {
    /// `self == other` in the language: numbers of different types are compared by value, all other types only with
    /// themselves.
    func equals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): Text.same(a, b)
        case (.int(let a), .int(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        case (.uint(let a), .uint(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.bytes(let a), .bytes(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)): a == b
        case (.duration(let a), .duration(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.list(let a), .list(let b)): Self.same(a.elements, b.elements)
        case (.map(let a), .map(let b)): Self.same(a, b)
        case (.optional(let a), .optional(let b)): Self.same(a, b)
        case (.opaque(let a), .opaque(let b)): a === b || a.isEqual(to: b) || Self.same(a.members, b.members)
        case (.opaque(let object), .map(let map)), (.map(let map), .opaque(let object)):
            Self.same(object.members, map)
        case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int), (.double, .uint):
            Number(other).flatMap { Number(self)?.equals($0) } ?? false
        default: false
        }
    }

    /// The order of `self` and `other`; nil if they cannot be compared.
    func order(_ other: Value) -> Order? {
        switch (self, other) {
        case (.int(let a), .int(let b)): Order(a, b)
        case (.uint(let a), .uint(let b)): Order(a, b)
        case (.string(let a), .string(let b)): Order(Text.order(a, b), 0)
        case (.bool(let a), .bool(let b)): Order(a ? 1 : 0, b ? 1 : 0)
        case (.timestamp(let a), .timestamp(let b)): Order(a, b)
        case (.duration(let a), .duration(let b)): Order(a, b)
        case (.bytes(let a), .bytes(let b)):
            Order(a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in Text.order(a, b) } }, 0)
        case (.int, _), (.uint, _), (.double, _): Number(self)?.order(Number(other))
        default: nil
        }
    }

    private static func same(_ left: [Value], _ right: [Value]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
    }

    private static func same(_ left: MapValue, _ right: MapValue) -> Bool {
        left === right
            || left.entries.count == right.entries.count
                && left.entries.allSatisfy { entry in right[entry.key].map { entry.value.equals($0) } ?? false }
    }

    /// Whether both are maps and equal.
    private static func same(_ left: MapValue?, _ right: MapValue?) -> Bool {
        guard let left, let right else { return false }
        return same(left, right)
    }

    private static func same(_ left: Value?, _ right: Value?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left?, let right?): left.equals(right)
        case (_?, nil), (nil, _?): false
        }
    }
}

/// The result of a comparison of two ordered values.
enum Order {
    case before
    case same
    case after

    init<T: Comparable>(_ left: T, _ right: T) {
        self = left < right ? .before : (left == right ? .same : .after)
    }
}
