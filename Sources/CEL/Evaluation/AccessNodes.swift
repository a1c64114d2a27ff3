/// `operand.field`, `operand.?field`, `has(operand.field)`.
final class SelectNode: Node {
    enum Mode { case value, optional, presence }

    private let operand: any Node
    private let field: Field
    private let mode: Mode

    init(_ operand: any Node, _ field: Field, _ mode: Mode) {
        self.operand = operand
        self.field = field
        self.mode = mode
    }

    /// A field of a host variable gets a simpler node, since most conditions in rules are of this form.
    static func make(_ operand: any Node, _ field: Field, _ mode: Mode) -> any Node {
        guard let variable = operand as? VariableNode else { return SelectNode(operand, field, mode) }
        return mode == .presence ? PresenceNode(variable, field) : FieldNode(variable, field, mode)
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let value = try operand.evaluate(&frame)
        return switch mode {
        case .value: try field.value(in: value)
        case .optional: try field.optional(in: value)
        case .presence: .bool(try field.isPresent(in: value))
        }
    }
}

/// `variable.field`, `variable.?field`.
private final class FieldNode: Node {
    private let variable: VariableNode
    private let field: Field
    private let isOptional: Bool

    init(_ variable: VariableNode, _ field: Field, _ mode: SelectNode.Mode) {
        self.variable = variable
        self.field = field
        isOptional = mode == .optional
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let value = try variable.value(frame)
        return try isOptional ? field.optional(in: value) : field.value(in: value)
    }
}

/// `has(variable.field)`.
private final class PresenceNode: ConditionNode {
    private let variable: VariableNode
    private let field: Field

    init(_ variable: VariableNode, _ field: Field) {
        self.variable = variable
        self.field = field
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool { try field.isPresent(in: variable.value(frame)) }
}

/// `operand[index]`, `operand[?index]`.
final class IndexNode: Node {
    private let operand: any Node
    private let index: any Node
    private let optional: Bool
    private let offset: Int

    init(_ operand: any Node, _ index: any Node, optional: Bool, at offset: Int) {
        self.operand = operand
        self.index = index
        self.optional = optional
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let container = try operand.evaluate(&frame)
        let place = try index.evaluate(&frame)
        do throws(Failure) {
            if case .optional(let inner) = container {
                guard let inner else { return .optional(nil) }
                return .optional(try Self.find(place, in: inner))
            }
            let found = try Self.find(place, in: container)
            if optional { return .optional(found) }
            guard let found else { throw Self.missing(place, in: container) }
            return found
        } catch {
            throw Fault(failure: error, offset: offset)
        }
    }

    private static func find(_ place: Value, in container: Value) throws(Failure) -> Value? {
        switch container {
        case .list(let list):
            guard let position = position(place) else {
                throw .noOverload("indexing", [container.typeName, place.typeName])
            }
            return list.elements.indices.contains(position) ? list.elements[position] : nil
        case .map(let map):
            switch place {
            case .bool, .int, .uint, .double, .string: return map[place]
            default: throw .noOverload("indexing", [container.typeName, place.typeName])
            }
        case .opaque(let object):
            guard case .string(let name) = place else { fallthrough }
            return object.field(name)
        default:
            throw .noOverload("indexing", [container.typeName, place.typeName])
        }
    }

    private static func position(_ place: Value) -> Int? {
        switch place {
        case .int(let value): Int(exactly: value)
        case .uint(let value): Int(exactly: value) ?? Int.max
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    private static func missing(_ place: Value, in container: Value) -> Failure {
        if case .list = container, let position = position(place) { return .indexOutOfRange(Int64(position)) }
        if case .opaque(let object) = container, case .string(let name) = place,
            let remark = object.remark(onMissing: name)
        {
            return .invalid(remark)
        }
        return .noSuchKey(place.brief)
    }
}
