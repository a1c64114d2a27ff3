/// A number of any of the three types, for exact comparison by value.
struct Number {
    private enum Kind {
        case int(Int64)
        case uint(UInt64)
        case double(Double)
    }

    private let kind: Kind

    init?(_ value: Value) {
        switch value {
        case .int(let value): kind = .int(value)
        case .uint(let value): kind = .uint(value)
        case .double(let value): kind = .double(value)
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .optional, .opaque: return nil
        }
    }

    /// The order of the two; nil if one of them is not a number or is NaN.
    func order(_ other: Number?) -> Order? {
        guard let other else { return nil }
        return switch (kind, other.kind) {
        case (.int(let a), .int(let b)): Order(a, b)
        case (.uint(let a), .uint(let b)): Order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .before : Order(UInt64(truncatingIfNeeded: a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .after : Order(a, UInt64(truncatingIfNeeded: b))
        case (.double(let a), .double(let b)): a.isNaN || b.isNaN ? nil : Order(a, b)
        case (.int(let a), .double(let b)): Self.order(a, b)
        case (.uint(let a), .double(let b)): Self.order(a, b)
        case (.double(let a), .int(let b)): Self.order(b, a)?.reversed
        case (.double(let a), .uint(let b)): Self.order(b, a)?.reversed
        }
    }

    /// Whether both have exactly the same value. Unlike `order`, it does not round a whole number to a double, so that
    /// `==`, `in` and the keys of maps agree.
    func equals(_ other: Number) -> Bool {
        switch (kind, other.kind) {
        case (.int(let whole), .double(let double)), (.double(let double), .int(let whole)):
            Int64(exactly: double) == whole
        case (.uint(let whole), .double(let double)), (.double(let double), .uint(let whole)):
            UInt64(exactly: double) == whole
        default: order(other) == .same
        }
    }

    private static func order<I: FixedWidthInteger>(_ whole: I, _ double: Double) -> Order? {
        guard !double.isNaN else { return nil }
        // The specification compares an integer with a double as doubles if both are in range.
        if double < Double(I.min) { return .after }
        if double > Double(I.max) { return .before }
        return Order(Double(whole), double)
    }
}

extension Order {
    fileprivate var reversed: Order {
        switch self {
        case .before: .after
        case .same: .same
        case .after: .before
        }
    }
}
