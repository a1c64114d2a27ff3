/// The math extension.
enum MathFunctions {
    static let all: [Function] = [
        Function("math.greatest", .variadic { values throws(Failure) in try extreme("math.greatest", values, .after) }),
        Function("math.least", .variadic { values throws(Failure) in try extreme("math.least", values, .before) }),
        rounding("math.ceil", .up),
        rounding("math.floor", .down),
        rounding("math.round", .toNearestOrAwayFromZero),
        rounding("math.trunc", .towardZero),
        Function("math.abs", .unary(abs)),
        Function("math.sign", .unary(sign)),
        Function("math.sqrt", .unary(squareRoot)),
        test("math.isNaN") { $0.isNaN },
        test("math.isInf") { $0.isInfinite },
        test("math.isFinite") { $0.isFinite },
        bits("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        bits("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        bits("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        Function("math.bitNot", .unary(bitNot)),
        shift("math.bitShiftLeft") { $0 << $1 },
        shift("math.bitShiftRight") { $0 >> $1 },
    ]

    /// The greatest or least of the arguments, or of a single list argument. Number types may be mixed.
    private static func extreme(_ name: String, _ arguments: [Value], _ wanted: Order) throws(Failure) -> Value {
        var candidates = arguments
        if arguments.count == 1, case .list(let list) = arguments[0] { candidates = list.elements }
        guard var best = candidates.first, Number(best) != nil else { throw .noOverload(name, of: arguments) }
        for candidate in candidates.dropFirst() {
            guard let order = Number(candidate)?.order(Number(best)) else {
                throw .noOverload(name, of: [best, candidate])
            }
            if order == wanted { best = candidate }
        }
        return best
    }

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function(
            name,
            .unary { value throws(Failure) in
                guard case .double(let number) = value else { throw .noOverload(name, of: [value]) }
                return .double(number.rounded(rule))
            }
        )
    }

    private static func test(_ name: String, _ holds: @escaping @Sendable (Double) -> Bool) -> Function {
        Function(
            name,
            .unary { value throws(Failure) in
                guard case .double(let number) = value else { throw .noOverload(name, of: [value]) }
                return .bool(holds(number))
            }
        )
    }

    @Sendable private static func abs(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .uint: return value
        case .double(let number): return .double(number.magnitude)
        case .int(let number):
            guard number != .min else { throw .overflow("int") }
            return .int(Swift.abs(number))
        default: throw .noOverload("math.abs", of: [value])
        }
    }

    @Sendable private static func sign(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .int(let number): .int(number.signum())
        case .uint(let number): .uint(number == 0 ? 0 : 1)
        case .double(let number): .double(number > 0 ? 1 : (number < 0 ? -1 : number))
        default: throw .noOverload("math.sign", of: [value])
        }
    }

    @Sendable private static func squareRoot(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .int(let number): .double(Double(number).squareRoot())
        case .uint(let number): .double(Double(number).squareRoot())
        case .double(let number): .double(number.squareRoot())
        default: throw .noOverload("math.sqrt", of: [value])
        }
    }

    private static func bits(
        _ name: String,
        _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
        _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Function {
        Function(
            name,
            .binary { a, b throws(Failure) in
                switch (a, b) {
                case (.int(let a), .int(let b)): .int(signed(a, b))
                case (.uint(let a), .uint(let b)): .uint(unsigned(a, b))
                default: throw .noOverload(name, of: [a, b])
                }
            }
        )
    }

    @Sendable private static func bitNot(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .int(let number): .int(~number)
        case .uint(let number): .uint(~number)
        default: throw .noOverload("math.bitNot", of: [value])
        }
    }

    /// Shifts the 64 bits as if unsigned, for ints too.
    private static func shift(_ name: String, _ operation: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
        Function(
            name,
            .binary { a, b throws(Failure) in
                guard case .int(let count) = b else { throw .noOverload(name, of: [a, b]) }
                guard count >= 0 else { throw .invalid("\(name) by a negative count: \(count)") }
                switch a {
                case .int(let number):
                    return .int(Int64(bitPattern: operation(UInt64(bitPattern: number), count)))
                case .uint(let number): return .uint(operation(number, count))
                default: throw .noOverload(name, of: [a, b])
                }
            }
        )
    }
}
