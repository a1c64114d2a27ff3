/// Checks calls and macros.
extension Checker {
    mutating func call(
        _ name: String,
        _ receiver: Expression?,
        _ arguments: [Expression],
        at offset: Int
    ) -> ValueType {
        guard let receiver else {
            let forms = environment.global(name)?.signatures ?? []
            return result(forms, arguments.map { type(of: $0) }, at: offset) { "\(name)(\(Self.list($0)))" }
        }
        if let function = environment.qualified(name, receiver, hidden: { local($0) != nil }) {
            let types = arguments.map { type(of: $0) }
            return result(function.signatures, types, at: offset) { "\(function.name)(\(Self.list($0)))" }
        }
        let forms = environment.functions.receiver(name)?.signatures ?? Self.special(name)
        let types = [type(of: receiver)] + arguments.map { type(of: $0) }
        return result(forms, types, at: offset) { "\($0[0].text).\(name)(\(Self.list($0.dropFirst())))" }
    }

    /// `or` and `orValue`, which are not ordinary functions.
    private static func special(_ name: String) -> [Signature] {
        name == "or" || name == "orValue" ? StandardSignatures.receivers[name] ?? [] : []
    }

    private mutating func result(
        _ forms: [Signature],
        _ arguments: [ValueType],
        at offset: Int,
        _ written: ([ValueType]) -> String
    ) -> ValueType {
        if forms.isEmpty { return .dyn }
        if let result = Signature.result(of: forms, for: arguments) { return result }
        let possible = Self.possible(Self.near(forms, arguments).map(written))
        return report("there is no \(written(arguments))\(possible)", at: offset)
    }

    private static func list(_ types: some Sequence<ValueType>) -> String {
        types.map(\.text).joined(separator: ", ")
    }

    // MARK: Macros

    mutating func optionalMap(
        _ operand: ValueType,
        _ name: String,
        _ body: Expression,
        flat: Bool,
        at offset: Int
    ) -> ValueType {
        let macro = flat ? "optFlatMap" : "optMap"
        var content = ValueType.dyn
        if case .optional(let inner) = operand {
            content = inner
        } else if operand != .dyn {
            report("\(macro) takes an optional, this is \(operand.text)", at: offset)
        }
        let result = binding([(name, content)]) { $0.type(of: body) }
        guard flat else { return .optional(result) }
        switch result {
        case .optional: return result
        case .dyn: return .optional(.dyn)
        default: return report("optFlatMap's result must be an optional, it is \(result.text)", at: body.offset)
        }
    }

    mutating func walk(_ walk: Comprehension) -> ValueType {
        let (key, value, isList) = elements(of: walk.range)
        var names: [(String, ValueType)] = []
        if let second = walk.second {
            names = [(walk.first, key), (second, value)]
        } else {
            names = [(walk.first, isList ? value : key)]
        }
        return binding(names) { checker in
            if let condition = walk.condition { checker.condition(condition, "a filter") }
            return checker.yield(walk.yield, key: key)
        }
    }

    /// The key and value types of a comprehension's range; `dyn` if the range's type is known only at evaluation.
    private mutating func elements(of range: Expression) -> (key: ValueType, value: ValueType, isList: Bool) {
        switch type(of: range) {
        case .list(let element): return (.int, element, true)
        case .map(let key, let value): return (key, value, false)
        case .object(let object): return (.string, object.element, false)
        case .dyn, .opaque, .parameter: return (.dyn, .dyn, true)
        case let other:
            report("only a list or a map can be gone through, this is \(other.text)", at: range.offset)
            return (.dyn, .dyn, true)
        }
    }

    private mutating func yield(_ yield: Comprehension.Yield, key: ValueType) -> ValueType {
        switch yield {
        case .all(let body), .exists(let body), .existsOne(let body):
            condition(body, "this macro")
            return .bool
        case .list(_, let body): return .list(type(of: body))
        case .map(_, let body): return .map(key, type(of: body))
        case .entries(_, let body):
            switch type(of: body) {
            case .map(let key, let value): return .map(key, value)
            case .object(let object): return .map(.string, object.element)
            case .dyn: return .map(.dyn, .dyn)
            case let other: return report("transformMapEntry needs a map, not \(other.text)", at: body.offset)
            }
        }
    }
}
