/// A host variable.
final class VariableNode: Node {
    private let slot: Int
    private let name: String
    private let offset: Int

    init(slot: Int, name: String, at offset: Int) {
        self.slot = slot
        self.name = name
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { try value(frame) }

    @inline(__always)
    func value(_ frame: borrowing Frame) throws(Fault) -> Value {
        guard let value = frame.variable(slot) else { throw Fault(failure: .unknownName(name), offset: offset) }
        return value
    }
}

/// A variable bound by a macro.
final class LocalNode: Node {
    private let slot: Int
    private let offset: Int

    init(slot: Int, at offset: Int) {
        self.slot = slot
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        guard let value = frame.local(slot) else { throw Fault(failure: .unknownName("?"), offset: offset) }
        return value
    }
}

/// `a.b.c` where only evaluation can tell which prefix names the variable: the longest one that is bound.
final class QualifiedNode: Node {
    struct Candidate {
        /// The variable's slot in the frame.
        let slot: Int
        /// The type that the name stands for if no such variable is bound.
        let type: TypeName?
        let fields: [Field]
    }

    private let candidates: [Candidate]
    private let name: String
    private let offset: Int

    init(_ candidates: [Candidate], name: String, at offset: Int) {
        self.candidates = candidates
        self.name = name
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        for candidate in candidates {
            guard var value = frame.variable(candidate.slot) ?? candidate.type.map(Value.type) else { continue }
            for field in candidate.fields { value = try field.value(in: value) }
            return value
        }
        throw Fault(failure: .unknownName(name), offset: offset)
    }
}
