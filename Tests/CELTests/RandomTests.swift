import CEL
import Testing

/// Random expressions: none may crash, and every value must have the inferred type.
@Suite struct `Random expressions` {
    private static let bindings = """
        {"claims":{"map":[[{"string":"email"},{"string":"ada@b.example"}],[{"string":"age"},{"int":"-1"}],\
        [{"string":"tags"},{"list":[{"string":"a"},{"string":"é"}]}],[{"string":"limits"},{"map":[[{"string":"a"},\
        {"uint":"18446744073709551615"}]]}],[{"string":"score"},{"double":"NaN"}]]},"any":{"list":[{"null":null}]}}
        """

    private static let environment = Environment(variables: [
        "any": .dyn,
        "claims": .object(
            ObjectType(
                "claims",
                fields: [
                    "email": .string, "age": .int, "tags": .list(.string), "limits": .map(.string, .uint),
                    "score": .double,
                ]
            )
        ),
    ])

    @Test(arguments: 1...20)
    func `a random expression has a value of the inferred type or an error`(seed: UInt64) throws {
        var writer = RandomExpression(seed: seed)
        for _ in 0..<50 {
            let text = writer.expression(depth: 4)
            guard let type = try? Self.environment.compile(text).type, let wanted = Self.tag(of: type) else { continue }
            let found = answer(text, Self.bindings)
            guard found != "error" else { continue }
            #expect(found.hasPrefix("{\"\(wanted)\":"), "\(text) is \(found)")
        }
    }

    @Test(arguments: 1...20)
    func `random text that is not an expression is refused`(seed: UInt64) {
        var writer = RandomExpression(seed: seed)
        for _ in 0..<100 {
            let text = writer.damaged(writer.expression(depth: 3))
            #expect(!answer(text, Self.bindings).isEmpty)
            _ = Self.environment.problems(in: text)
        }
    }

    /// The type's name in batch lines; nil for types that promise nothing.
    private static func tag(of type: ValueType) -> String? {
        switch type {
        case .dyn, .opaque, .parameter: nil
        case .list: "list"
        case .map, .object: "map"
        case .optional: "optional"
        default: type.text
        }
    }
}

/// Generates expressions from the grammar, the same ones for the same seed.
private struct RandomExpression {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    private mutating func number(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    private mutating func one(of choices: [String]) -> String { choices[number(below: choices.count)] }

    mutating func expression(depth: Int) -> String {
        guard depth > 0 else { return one(of: Self.leaves) }
        let a = expression(depth: depth - 1 - number(below: 2))
        let b = expression(depth: depth - 1 - number(below: 2))
        return switch number(below: 9) {
        case 0: "(\(a)) \(one(of: Self.operators)) (\(b))"
        case 1: "\(a).\(one(of: Self.methods))(\(one(of: ["", b, "\(b), \(a)"])))"
        case 2: "\(one(of: Self.functions))(\(one(of: [a, "\(a), \(b)"])))"
        case 3: "\(a).\(one(of: ["all", "exists", "exists_one", "map", "filter"]))(x, \(b))"
        case 4: "\(a).\(one(of: ["transformList", "transformMap", "transformMapEntry", "all"]))(x, y, \(b))"
        case 5:
            one(of: ["!(\(a))", "-(\(a))", "(\(a)) ? (\(b)) : (\(a))", "has(claims.\(one(of: ["email", "none"])))"])
        case 6: one(of: ["(\(a))[\(b)]", "(\(a))[?\(b)]", "(\(a)).?email", "(\(a)).email"])
        case 7: one(of: ["[\(a), \(b)]", "{\(a): \(b)}", "[?\(a)]", "{?'k': \(a)}"])
        default: one(of: ["cel.bind(x, \(a), \(b))", "(\(a)).optMap(x, \(b))", "(\(a)).optFlatMap(x, \(b))"])
        }
    }

    /// The text with some of its bytes changed, doubled or removed.
    mutating func damaged(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...number(below: 4) where !bytes.isEmpty {
            let place = number(below: bytes.count)
            switch number(below: 3) {
            case 0: bytes.remove(at: place)
            case 1: bytes[place] = UInt8(number(below: 256))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 6)], at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let leaves = [
        "claims.email", "claims.age", "claims.tags", "claims.limits", "claims.score", "any", "x", "y", "int", "0", "-1",
        "9223372036854775807", "-9223372036854775808", "18446744073709551615u", "0.0", "1e308", "true", "null", "''",
        "'é'", "b'\\xff'", "'%d %.9f'", "'2020-02-30T00:00:00Z'", "'99999h'", "[]", "{}", "timestamp(0)",
        "duration('1ns')", "optional.none()", "optional.of(1)",
    ]

    private static let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]

    private static let methods = [
        "size", "matches", "contains", "startsWith", "charAt", "indexOf", "lastIndexOf", "substring", "trim", "replace",
        "split", "join", "format", "reverse", "getHours", "getFullYear", "hasValue", "value", "orValue", "first",
        "sort",
        "distinct", "flatten", "slice", "upperAscii",
    ]

    private static let functions = [
        "size", "int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "type", "dyn",
        "math.greatest", "math.abs", "math.round", "math.sqrt", "math.bitShiftLeft", "math.bitNot", "sets.contains",
        "optional.of", "optional.ofNonZeroValue", "lists.range", "strings.quote", "base64.decode",
    ]
}
