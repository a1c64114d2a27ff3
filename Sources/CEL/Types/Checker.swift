/// Infers the type of every part of an expression and reports type mismatches at compile time. Anything declared `dyn`,
/// or not declared, matches every type.
struct Checker {
    let environment: Environment
    /// The problems found, in tree order.
    private(set) var problems: [SyntaxFailure] = []
    /// Variables bound by macros, innermost last.
    private var scope: [(name: String, type: ValueType)] = []

    /// The maximum number of problems reported.
    private static let problemLimit = 20

    init(environment: Environment) { self.environment = environment }

    /// The type of `expression`; `dyn` if it contains a problem.
    mutating func type(of expression: Expression) -> ValueType {
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return Self.type(of: value)
        case .name, .select(_, _, optional: false): return name(expression)
        case .select(let operand, let field, optional: true):
            return optionalField(field, of: type(of: operand), at: offset)
        case .presence(let operand, let field):
            _ = fieldType(field, of: type(of: operand), at: offset)
            return .bool
        case .index(let operand, let index, let optional):
            return indexed(operand, index, optional: optional, at: offset)
        case .call(let name, let receiver, let arguments): return call(name, receiver, arguments, at: offset)
        case .unary(.not, let operand):
            condition(operand, "'!'")
            return .bool
        case .unary(.negate, let operand):
            let type = type(of: operand)
            return Signature.result(of: StandardSignatures.negation, for: [type])
                ?? report("there is no -\(type.text); there are -int and -double", at: offset)
        case .binary(let operation, let left, let right):
            return binary(operation, type(of: left), type(of: right), at: offset)
        case .all(let parts): return conditions(parts, "'&&'")
        case .any(let parts): return conditions(parts, "'||'")
        case .conditional(let condition, let then, let otherwise):
            self.condition(condition, "'? :'")
            return branches(type(of: then), type(of: otherwise), at: offset)
        case .list(let items): return .list(joined(items.map { item($0.value, optional: $0.optional) }))
        case .map(let items): return map(items)
        case .message: return .dyn
        case .comprehension(let walk): return self.walk(walk)
        case .bind(let name, let value, let body): return binding([(name, type(of: value))]) { $0.type(of: body) }
        case .optionalMap(let operand, let name, let body, let flat):
            return optionalMap(type(of: operand), name, body, flat: flat, at: offset)
        }
    }

    /// Reports `expression` unless its type can be `wanted`.
    mutating func check(_ expression: Expression, gives wanted: ValueType) -> ValueType {
        let found = type(of: expression)
        if wanted != .dyn, !found.fits(wanted) {
            let remedy = wanted == .bool ? "; compare it with something, as in \"… == …\"" : ""
            report("this must be \(wanted.text), it is \(found.text)\(remedy)", at: expression.offset)
        }
        return found
    }

    @discardableResult
    mutating func report(_ message: String, at offset: Int) -> ValueType {
        if problems.count < Self.problemLimit { problems.append(SyntaxFailure(message, at: offset)) }
        return .dyn
    }

    // MARK: Scope

    mutating func binding<T>(_ names: [(String, ValueType)], _ body: (inout Checker) -> T) -> T {
        for (name, type) in names { scope.append((name, type)) }
        defer { scope.removeLast(names.count) }
        return body(&self)
    }

    func local(_ name: String) -> ValueType? { scope.last { $0.name == name }?.type }

    private static func type(of value: Value) -> ValueType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .list, .map, .optional, .opaque: .dyn
        }
    }
}

extension ValueType {
    /// Whether a value of this type can be one of `wanted`.
    func fits(_ wanted: ValueType) -> Bool { Signature([wanted], .bool).result(for: [self]) != nil }
}

// MARK: Operators and literals

extension Checker {
    /// Reports `operand` unless it can be a bool.
    mutating func condition(_ operand: Expression, _ name: String) {
        let found = type(of: operand)
        if !found.fits(.bool) {
            let remedy = "; compare it with something, as in \"… == …\""
            report("\(name) takes conditions, this is \(found.text)\(remedy)", at: operand.offset)
        }
    }

    private mutating func conditions(_ parts: [Expression], _ name: String) -> ValueType {
        for part in parts { condition(part, name) }
        return .bool
    }

    private mutating func binary(
        _ operation: Expression.BinaryOperator,
        _ left: ValueType,
        _ right: ValueType,
        at offset: Int
    ) -> ValueType {
        switch operation {
        case .equal, .notEqual:
            if !left.compares(with: right) { mismatch(left, operation, right, at: offset) }
            return .bool
        case .less, .atMost, .greater, .atLeast:
            let ordered = left.isOrdered && right.isOrdered && left.compares(with: right)
            if !ordered { mismatch(left, operation, right, at: offset) }
            return .bool
        case .isIn:
            membership(left, right, at: offset)
            return .bool
        case .add, .subtract, .multiply, .divide, .modulo:
            let forms = StandardSignatures.arithmetic(operation)
            if let result = Signature.result(of: forms, for: [left, right]) { return result }
            let near = Self.near(forms, [left, right]).map { "\($0[0].text) \(operation.text) \($0[1].text)" }
            return report("there is no \(left.text) \(operation.text) \(right.text)\(Self.possible(near))", at: offset)
        }
    }

    private mutating func mismatch(
        _ left: ValueType,
        _ operation: Expression.BinaryOperator,
        _ right: ValueType,
        at offset: Int
    ) {
        let remedy =
            left.compares(with: right) ? "such values have no order" : "both sides must be of one type, or numbers"
        report("there is no \(left.text) \(operation.text) \(right.text); \(remedy)", at: offset)
    }

    private mutating func membership(_ element: ValueType, _ container: ValueType, at offset: Int) {
        switch container {
        case .dyn, .opaque: return
        case .list(let kept) where element.compares(with: kept): return
        case .map(let key, _) where element.compares(with: key): return
        case .object where element.compares(with: .string): return
        case .list, .map, .object:
            report("\(element.text) is never in \(container.text)", at: offset)
        default:
            report("'in' looks into a list or a map, this is \(container.text)", at: offset)
        }
    }

    private mutating func branches(_ then: ValueType, _ otherwise: ValueType, at offset: Int) -> ValueType {
        if then == .null || otherwise == .null { return then == otherwise ? .null : .dyn }
        return then.joined(with: otherwise)
            ?? report(
                "both outcomes must be of one type, they are \(then.text) and \(otherwise.text); "
                    + "convert one, or write dyn(…)",
                at: offset
            )
    }

    func joined(_ types: [ValueType]) -> ValueType {
        guard let first = types.first else { return .dyn }
        return types.dropFirst().reduce(first) { $0.joined(with: $1) ?? .dyn }
    }

    private mutating func item(_ value: Expression, optional: Bool) -> ValueType {
        let found = type(of: value)
        guard optional else { return found }
        switch found {
        case .dyn: return .dyn
        case .optional(let content): return content
        default: return report("what follows '?' must be an optional, it is \(found.text)", at: value.offset)
        }
    }

    private mutating func map(_ items: [Expression.MapItem]) -> ValueType {
        var keys: [ValueType] = []
        var values: [ValueType] = []
        for part in items {
            let key = type(of: part.key)
            switch key {
            case .dyn, .bool, .int, .uint, .string: keys.append(key)
            default:
                report("a map key must be int, uint, bool or string, not \(key.text)", at: part.key.offset)
            }
            values.append(item(part.value, optional: part.optional))
        }
        return .map(joined(keys), joined(values))
    }

    /// The parameter lists of the signatures that at least one argument fits; of all signatures if there are none. At
    /// most three.
    static func near(_ forms: [Signature], _ arguments: [ValueType]) -> [[ValueType]] {
        let close = forms.filter { form in
            zip(form.parameters, arguments).contains { $1 != .dyn && $1.fits($0) }
        }
        return (close.isEmpty ? forms : close).prefix(3).map(\.parameters)
    }

    /// `; there is X`, `; there are X and Y`.
    static func possible(_ forms: [String]) -> String {
        guard let last = forms.last else { return "" }
        if forms.count == 1 { return "; there is \(last)" }
        return "; there are \(forms.dropLast().joined(separator: ", ")) and \(last)"
    }
}
