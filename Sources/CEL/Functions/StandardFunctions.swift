/// The standard functions on strings, lists and maps (langdef.md, "Standard Definitions").
enum StandardFunctions {
    static let all: [Function] =
        both("size", .unary(size)) + both("matches", .binary(matches)) + TextTest.allCases.map(textFunction) + [
            Function("dyn", .unary { value throws(Failure) in value }),
            Function("type", .unary { value throws(Failure) in .type(value.typeName) }),
        ]

    private static func textFunction(_ test: TextTest) -> Function {
        Function(
            test.rawValue,
            style: .receiver,
            .binary { value, part throws(Failure) in
                guard case (.string(var text), .string(var part)) = (value, part) else {
                    throw .noOverload(test.rawValue, of: [value, part])
                }
                return .bool(text.withUTF8 { text in part.withUTF8 { test.holds(of: text, $0) } })
            }
        )
    }

    /// The function in both call styles: `name(a)` and `a.name()`.
    static func both(_ name: String, _ body: Function.Body) -> [Function] {
        [Function(name, style: .global, body), Function(name, style: .receiver, body)]
    }

    @Sendable private static func size(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .string(let text): return .int(Int64(Text.length(text)))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.elements.count))
        default:
            guard let map = value.asMap else { throw .noOverload("size", of: [value]) }
            return .int(Int64(map.entries.count))
        }
    }

    @Sendable private static func matches(_ value: Value, _ pattern: Value) throws(Failure) -> Value {
        guard case (.string(let text), .string(let pattern)) = (value, pattern) else {
            throw .noOverload("matches", of: [value, pattern])
        }
        return .bool(try Pattern(pattern).matches(text))
    }
}
