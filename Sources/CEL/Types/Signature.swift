/// One overload of a function: its parameter types and its result type.
package struct Signature: Sendable, Hashable {
    /// The receiver, if any, comes first.
    package let parameters: [ValueType]
    package let result: ValueType
    /// Whether the last parameter may be repeated; it is required at least once.
    package let repeats: Bool

    package init(_ parameters: [ValueType], _ result: ValueType, repeats: Bool = false) {
        self.parameters = parameters
        self.result = result
        self.repeats = repeats
    }

    /// The result type for these arguments; nil if they do not fit.
    func result(for arguments: [ValueType]) -> ValueType? {
        guard repeats ? arguments.count >= parameters.count : arguments.count == parameters.count else { return nil }
        var match = TypeMatch()
        for (index, argument) in arguments.enumerated() {
            guard match.fits(argument, parameters[min(index, parameters.count - 1)]) else { return nil }
        }
        return match.substituted(result)
    }

    /// The result type of the first of `signatures` that fits. If an argument's type is known only at evaluation, every
    /// signature that fits is possible, and the result is `dyn` if they differ. Nil if none fits.
    static func result(of signatures: [Signature], for arguments: [ValueType]) -> ValueType? {
        let open = arguments.contains(where: \.isOpen)
        var found: ValueType?
        for signature in signatures {
            guard let result = signature.result(for: arguments) else { continue }
            guard open else { return result }
            if let other = found, other != result { return .dyn }
            found = result
        }
        return found
    }
}

/// Matches arguments with parameters and records the types that the type parameters stand for.
private struct TypeMatch {
    private var meanings: [String: ValueType] = [:]

    mutating func fits(_ argument: ValueType, _ parameter: ValueType) -> Bool {
        switch (argument, parameter) {
        case (_, .anyNumber): return argument == .dyn || argument.isNumber
        case (_, .parameter(let name)):
            guard let meaning = meanings[name] else {
                meanings[name] = argument
                return true
            }
            guard let joined = meaning.joined(with: argument) else { return false }
            meanings[name] = joined
            return true
        case (.dyn, _), (_, .dyn): return true
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return fits(a, b)
        case (.map(let a, let x), .map(let b, let y)): return fits(a, b) && fits(x, y)
        case (.object(let object), .map(let key, let value)):
            return fits(.string, key) && fits(object.element, value)
        case (.object, .object): return true
        default: return argument == parameter
        }
    }

    /// `type` with its type parameters replaced; unbound ones become `dyn`.
    func substituted(_ type: ValueType) -> ValueType {
        switch type {
        case .parameter(let name): meanings[name] ?? .dyn
        case .list(let element): .list(substituted(element))
        case .optional(let content): .optional(substituted(content))
        case .map(let key, let value): .map(substituted(key), substituted(value))
        default: type
        }
    }
}
