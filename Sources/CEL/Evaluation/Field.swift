/// A field name, hashed in advance for fast look-up.
package struct FieldName: Sendable {
    package let text: String
    let key: MapKey
    let fingerprint: UInt64

    package init(_ text: String) {
        self.text = text
        key = .string(Text(text))
        fingerprint = key.fingerprint
    }
}

/// A field to select, with its offset.
struct Field {
    let name: FieldName
    let offset: Int
    /// Built in advance, because rules often name a claim that is absent.
    private let missing: Fault

    init(_ name: String, at offset: Int) {
        self.name = FieldName(name)
        self.offset = offset
        missing = Fault(failure: .noSuchKey("'\(name)'"), offset: offset)
    }

    /// `operand.name`. On an optional, selects from its content; empty if the optional is.
    func value(in operand: Value) throws(Fault) -> Value {
        if case .optional(let inner) = operand { return .optional(try inner.flatMap(find)) }
        if let value = try find(operand) { return value }
        if case .opaque(let object) = operand, let remark = object.remark(onMissing: name.text) {
            throw Fault(failure: .invalid(remark), offset: offset)
        }
        throw missing
    }

    /// `operand.?name`.
    func optional(in operand: Value) throws(Fault) -> Value {
        if case .optional(let inner) = operand { return .optional(try inner.flatMap(find)) }
        return .optional(try find(operand))
    }

    /// `has(operand.name)`.
    func isPresent(in operand: Value) throws(Fault) -> Bool {
        if case .optional(let inner) = operand { return try inner.flatMap(find) != nil }
        return try find(operand) != nil
    }

    private func find(_ operand: Value) throws(Fault) -> Value? {
        switch operand {
        case .map(let map): return map[name]
        case .opaque(let object): return object.field(name)
        default:
            throw Fault(failure: .noOverload("selecting '.\(name.text)'", [operand.typeName]), offset: offset)
        }
    }
}

extension Optional {
    /// `flatMap` that keeps the closure's error type.
    fileprivate func flatMap<T, E: Error>(_ transform: (Wrapped) throws(E) -> T?) throws(E) -> T? {
        guard let self else { return nil }
        return try transform(self)
    }
}
