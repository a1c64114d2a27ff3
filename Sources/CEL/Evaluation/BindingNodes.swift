/// `cel.bind(name, value, body)`.
final class BindNode: Node {
    private let slot: Int
    private let value: any Node
    private let body: any Node

    init(slot: Int, value: any Node, body: any Node) {
        self.slot = slot
        self.value = value
        self.body = body
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        frame.setLocal(slot, try value.evaluate(&frame))
        defer { frame.setLocal(slot, nil) }
        return try body.evaluate(&frame)
    }
}

/// `operand.optMap(name, body)`, `operand.optFlatMap(name, body)`.
final class OptionalMapNode: Node {
    private let operand: any Node
    private let slot: Int
    private let body: any Node
    private let flat: Bool
    private let offset: Int

    init(_ operand: any Node, slot: Int, body: any Node, flat: Bool, at offset: Int) {
        self.operand = operand
        self.slot = slot
        self.body = body
        self.flat = flat
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let container = try operand.evaluate(&frame)
        let name = flat ? "optFlatMap's receiver" : "optMap's receiver"
        guard let content = try container.optionalContent(name, at: offset) else { return .optional(nil) }
        frame.setLocal(slot, content)
        defer { frame.setLocal(slot, nil) }
        let result = try body.evaluate(&frame)
        return flat ? .optional(try result.optionalContent("optFlatMap's result", at: offset)) : .optional(result)
    }
}

/// `operand.orValue(alternative)` and `operand.or(alternative)`, which evaluate the alternative only if needed.
final class AlternativeNode: Node {
    private let operand: any Node
    private let alternative: any Node
    private let unwraps: Bool
    private let offset: Int

    init(_ operand: any Node, else alternative: any Node, unwraps: Bool, at offset: Int) {
        self.operand = operand
        self.alternative = alternative
        self.unwraps = unwraps
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let container = try operand.evaluate(&frame)
        let name = unwraps ? "orValue's receiver" : "or's receiver"
        if let content = try container.optionalContent(name, at: offset) {
            return unwraps ? content : container
        }
        let other = try alternative.evaluate(&frame)
        if !unwraps { _ = try other.optionalContent("or's argument", at: offset) }
        return other
    }
}
