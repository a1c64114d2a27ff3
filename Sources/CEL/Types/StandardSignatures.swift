/// The signatures of the standard functions, operators and extensions (langdef.md, "Standard Definitions"; the
/// extensions' own documents).
enum StandardSignatures {
    private static let a = ValueType.parameter("A")
    private static let b = ValueType.parameter("B")

    /// Functions called as `name(…)`.
    static let globals: [String: [Signature]] = {
        var table = conversions.merging(math) { one, _ in one }
        table.merge(NetworkFunctions.globals) { one, _ in one }
        table["size"] = size
        table["matches"] = [Signature([.string, .string], .bool)]
        table["dyn"] = [Signature([a], .dyn)]
        table["type"] = [Signature([a], .type)]
        table["strings.quote"] = [Signature([.string], .string)]
        table["base64.encode"] = [Signature([.bytes], .string)]
        table["base64.decode"] = [Signature([.string], .bytes)]
        table["optional.of"] = [Signature([a], .optional(a))]
        table["optional.ofNonZeroValue"] = [Signature([a], .optional(a))]
        table["optional.none"] = [Signature([], .optional(.dyn))]
        table["lists.range"] = [Signature([.int], .list(.int))]
        for name in ["sets.contains", "sets.equivalent", "sets.intersects"] {
            table[name] = [Signature([.list(a), .list(a)], .bool)]
        }
        table["optional.unwrap"] = [Signature([.list(.optional(a))], .list(a))]
        return table
    }()

    /// Functions called as `a.name(…)`.
    static let receivers: [String: [Signature]] = {
        var table = strings.merging(times) { one, _ in one }
        table.merge(NetworkFunctions.receivers) { one, _ in one }
        table["size"] = size
        table["matches"] = [Signature([.string, .string], .bool)]
        table["unwrapOpt"] = [Signature([.list(.optional(a))], .list(a))]
        table["hasValue"] = [Signature([.optional(a)], .bool)]
        table["value"] = [Signature([.optional(a)], a)]
        table["first"] = [Signature([.list(a)], .optional(a))]
        table["last"] = [Signature([.list(a)], .optional(a))]
        table["distinct"] = [Signature([.list(a)], .list(a))]
        table["sort"] = [Signature([.list(a)], .list(a))]
        table["flatten"] = [Signature([.list(a)], .list(.dyn)), Signature([.list(a), .int], .list(.dyn))]
        table["slice"] = [Signature([.list(a), .int, .int], .list(a))]
        table["or"] = [Signature([.optional(a), .optional(a)], .optional(a))]
        table["orValue"] = [Signature([.optional(a), a], a)]
        return table
    }()

    static func arithmetic(_ operation: Expression.BinaryOperator) -> [Signature] {
        switch operation {
        case .add: numbers + sums
        case .subtract: numbers + differences
        case .modulo: [Signature([.int, .int], .int), Signature([.uint, .uint], .uint)]
        default: numbers
        }
    }

    static let negation = [Signature([.int], .int), Signature([.double], .double)]

    private static let numbers = [
        Signature([.int, .int], .int), Signature([.uint, .uint], .uint), Signature([.double, .double], .double),
    ]

    private static let sums = [
        Signature([.string, .string], .string), Signature([.bytes, .bytes], .bytes),
        Signature([.list(a), .list(a)], .list(a)), Signature([.timestamp, .duration], .timestamp),
        Signature([.duration, .timestamp], .timestamp), Signature([.duration, .duration], .duration),
    ]

    private static let differences = [
        Signature([.timestamp, .duration], .timestamp), Signature([.timestamp, .timestamp], .duration),
        Signature([.duration, .duration], .duration),
    ]

    private static let size: [Signature] = [.string, .bytes, .list(a), .map(a, b)].map { Signature([$0], .int) }

    private static let conversions: [String: [Signature]] = [
        "int": conversion(.int, from: [.int, .uint, .double, .string, .timestamp]),
        "uint": conversion(.uint, from: [.uint, .int, .double, .string]),
        "double": conversion(.double, from: [.double, .int, .uint, .string]),
        "string": conversion(
            .string,
            from: [
                .string, .int, .uint, .double, .bool, .bytes, .timestamp, .duration, NetworkFunctions.address,
                NetworkFunctions.cidr,
            ]
        ),
        "bytes": conversion(.bytes, from: [.bytes, .string]),
        "bool": conversion(.bool, from: [.bool, .string]),
        "timestamp": conversion(.timestamp, from: [.timestamp, .string, .int]),
        "duration": conversion(.duration, from: [.duration, .string, .int]),
    ]

    private static func conversion(_ result: ValueType, from types: [ValueType]) -> [Signature] {
        types.map { Signature([$0], result) }
    }
}

// MARK: Extensions

extension StandardSignatures {
    private static let strings: [String: [Signature]] = [
        "contains": [Signature([.string, .string], .bool)],
        "startsWith": [Signature([.string, .string], .bool)],
        "endsWith": [Signature([.string, .string], .bool)],
        "charAt": [Signature([.string, .int], .string)],
        "indexOf": [Signature([.string, .string], .int), Signature([.string, .string, .int], .int)],
        "lastIndexOf": [Signature([.string, .string], .int), Signature([.string, .string, .int], .int)],
        "substring": [Signature([.string, .int], .string), Signature([.string, .int, .int], .string)],
        "lowerAscii": [Signature([.string], .string)],
        "upperAscii": [Signature([.string], .string)],
        "trim": [Signature([.string], .string)],
        "reverse": [Signature([.string], .string)],
        "replace": [
            Signature([.string, .string, .string], .string), Signature([.string, .string, .string, .int], .string),
        ],
        "split": [
            Signature([.string, .string], .list(.string)), Signature([.string, .string, .int], .list(.string)),
        ],
        "join": [Signature([.list(.string)], .string), Signature([.list(.string), .string], .string)],
        "format": [Signature([.string, .list(.dyn)], .string)],
    ]

    private static let times: [String: [Signature]] = {
        var table: [String: [Signature]] = [:]
        let ofDay = ["getHours", "getMinutes", "getSeconds", "getMilliseconds"]
        let ofDate = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"]
        for name in ofDay + ofDate {
            table[name] = [Signature([.timestamp], .int), Signature([.timestamp, .string], .int)]
        }
        for name in ofDay { table[name]?.append(Signature([.duration], .int)) }
        return table
    }()

    private static let math: [String: [Signature]] = {
        var table: [String: [Signature]] = [:]
        for name in ["math.ceil", "math.floor", "math.round", "math.trunc"] {
            table[name] = [Signature([.double], .double)]
        }
        for name in ["math.isNaN", "math.isInf", "math.isFinite"] { table[name] = [Signature([.double], .bool)] }
        for name in ["math.abs", "math.sign"] {
            table[name] = [.int, .uint, .double].map { Signature([$0], $0) }
        }
        for name in ["math.bitAnd", "math.bitOr", "math.bitXor"] {
            table[name] = [.int, .uint].map { Signature([$0, $0], $0) }
        }
        for name in ["math.bitShiftLeft", "math.bitShiftRight"] {
            table[name] = [.int, .uint].map { Signature([$0, .int], $0) }
        }
        for name in ["math.greatest", "math.least"] { table[name] = extremes }
        table["math.bitNot"] = [.int, .uint].map { Signature([$0], $0) }
        table["math.sqrt"] = [.int, .uint, .double].map { Signature([$0], .double) }
        return table
    }()

    /// The greatest of arguments of one type has that type; of mixed types, any of theirs.
    private static let extremes: [Signature] =
        [.int, .uint, .double].flatMap { number in
            [Signature([number], number, repeats: true), Signature([.list(number)], number)]
        } + [Signature([.anyNumber], .dyn, repeats: true), Signature([.list(.anyNumber)], .dyn)]
}
