/// Why an expression, or a function in it, has no value.
package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownName(String)
    case unknownFunction(String)
    /// No overload of the function or operator accepts these types.
    case noOverload(String, [TypeName])
    case noSuchKey(String)
    case indexOutOfRange(Int64)
    case overflow(String)
    case divisionByZero
    case timeRange
    case durationRange
    /// `value()` of an empty optional.
    case emptyOptional
    /// The evaluation has used up its steps.
    case tooLong
    /// A value, or all values together, would exceed the memory limit.
    case tooLarge
    /// Anything else: one sentence, lower case, without a full stop.
    case invalid(String)

    package var description: String {
        switch self {
        case .unknownName(let name): "there is no '\(name.clipped)' here"
        case .unknownFunction(let name): "there is no function '\(name.clipped)'"
        case .noOverload(let name, let types): "\(name) does not take \(Self.list(types))"
        case .noSuchKey(let key): "no such key: \(key)"
        case .indexOutOfRange(let index): "index out of range: \(index)"
        case .overflow(let type): "\(type) overflow"
        case .divisionByZero: "division by zero"
        case .timeRange: "a timestamp must lie between the years 0001 and 9999"
        case .durationRange: "a duration must be shorter than 292 years"
        case .emptyOptional: "the optional is empty"
        case .tooLong: "the evaluation takes too many steps"
        case .tooLarge: "the evaluation needs too much memory"
        case .invalid(let message): message
        }
    }

    /// Whether the evaluation must stop: a limit was reached, so another operand of `&&` or `||` cannot help.
    var isFinal: Bool { self == .tooLong || self == .tooLarge }

    private static func list(_ types: [TypeName]) -> String {
        types.isEmpty ? "no arguments" : types.map(\.text).joined(separator: ", ")
    }
}

/// A failure and the byte offset in the expression where it happened.
struct Fault: Error {
    let failure: Failure
    let offset: Int
}
