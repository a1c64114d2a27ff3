/// The optionals extension, except the functions that bind a name or may skip an argument (see `AlternativeNode`).
enum OptionalFunctions {
    static let all: [Function] = [
        Function("optional.of", .unary { value throws(Failure) in .optional(value) }),
        Function("optional.ofNonZeroValue", .unary { value throws(Failure) in .optional(value.isZero ? nil : value) }),
        Function("optional.none", .variadic(none)),
        Function("optional.unwrap", .unary(unwrapped)),
        Function("unwrapOpt", style: .receiver, .unary(unwrapped)),
        Function("hasValue", style: .receiver, .unary(hasValue)),
        Function("value", style: .receiver, .unary(content)),
    ]

    @Sendable private static func none(_ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.isEmpty else { throw .noOverload("optional.none", of: arguments) }
        return .optional(nil)
    }

    @Sendable private static func hasValue(_ value: Value) throws(Failure) -> Value {
        guard case .optional(let content) = value else { throw .noOverload("hasValue", of: [value]) }
        return .bool(content != nil)
    }

    @Sendable private static func content(_ value: Value) throws(Failure) -> Value {
        guard case .optional(let content) = value else { throw .noOverload("value", of: [value]) }
        guard let content else { throw .emptyOptional }
        return content
    }

    /// The contents of a list of optionals, without the empty ones.
    @Sendable private static func unwrapped(_ value: Value) throws(Failure) -> Value {
        guard case .list(let list) = value else { throw .noOverload("optional.unwrap", of: [value]) }
        var contents: [Value] = []
        for element in list.elements {
            guard case .optional(let content) = element else { throw .noOverload("optional.unwrap", of: [element]) }
            if let content { contents.append(content) }
        }
        return .list(contents)
    }
}
