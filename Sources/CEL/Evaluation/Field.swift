/// A field to select, prepared for look-up.
struct Field {
    let name: String
    let offset: Int
    private let key: MapKey
    private let fingerprint: UInt64
    /// Made beforehand: rules often name a claim that did not come.
    private let missing: Fault

    init(_ name: String, at offset: Int) {
        self.name = name
        self.offset = offset
        key = .string(Text(name))
        fingerprint = key.fingerprint
        missing = Fault(failure: .noSuchKey("'\(name)'"), offset: offset)
    }

    /// `operand.name`; on an optional, the field of what is in it, empty when there is none.
    func value(in operand: Value) throws(Fault) -> Value {
        if case .optional(let inner) = operand { return .optional(try inner.flatMap(find)) }
        if let value = try find(operand) { return value }
        if case .opaque(let object) = operand, let remark = object.remark(onMissing: name) {
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
        case .map(let map): return map.value(of: key, fingerprint: fingerprint)
        case .opaque(let object): return object.field(name)
        default:
            throw Fault(failure: .noOverload("selecting '.\(name)'", [operand.typeName]), offset: offset)
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
