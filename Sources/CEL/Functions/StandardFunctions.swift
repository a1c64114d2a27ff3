/// Functions on strings, lists and maps that every implementation has (langdef.md, "Standard Definitions").
enum StandardFunctions {
    static let all: [Function] =
        both("size", .unary(size)) + both("matches", .binary(matches)) + [
            Function("contains", style: .receiver, .binary { a, b throws(Failure) in try contains(a, b) }),
            Function("startsWith", style: .receiver, .binary { a, b throws(Failure) in try startsWith(a, b) }),
            Function("endsWith", style: .receiver, .binary { a, b throws(Failure) in try endsWith(a, b) }),
            Function("dyn", .unary { value throws(Failure) in value }),
            Function("type", .unary { value throws(Failure) in .type(value.typeName) }),
        ]

    /// The function in both styles: `name(a)` and `a.name()`.
    static func both(_ name: String, _ body: Function.Body) -> [Function] {
        [Function(name, style: .global, body), Function(name, style: .receiver, body)]
    }

    @Sendable private static func size(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .string(let text): .int(Int64(Text.length(text)))
        case .bytes(let bytes): .int(Int64(bytes.count))
        case .list(let list): .int(Int64(list.elements.count))
        case .map(let map): .int(Int64(map.entries.count))
        default: throw .noOverload("size", of: [value])
        }
    }

    @Sendable private static func matches(_ value: Value, _ pattern: Value) throws(Failure) -> Value {
        guard case (.string(let text), .string(let pattern)) = (value, pattern) else {
            throw .noOverload("matches", of: [value, pattern])
        }
        return .bool(try Pattern(pattern).matches(text))
    }

    private static func contains(_ value: Value, _ part: Value) throws(Failure) -> Value {
        var (text, needle) = try texts("contains", value, part)
        return .bool(text.withUTF8 { text in needle.withUTF8 { TextSearch.first($0, in: text) } } != nil)
    }

    private static func startsWith(_ value: Value, _ part: Value) throws(Failure) -> Value {
        let (text, prefix) = try texts("startsWith", value, part)
        return .bool(Text.begins(text, with: prefix))
    }

    private static func endsWith(_ value: Value, _ part: Value) throws(Failure) -> Value {
        let (text, suffix) = try texts("endsWith", value, part)
        return .bool(Text.ends(text, with: suffix))
    }

    private static func texts(_ name: String, _ a: Value, _ b: Value) throws(Failure) -> (String, String) {
        guard case (.string(let left), .string(let right)) = (a, b) else { throw .noOverload(name, of: [a, b]) }
        return (left, right)
    }
}
