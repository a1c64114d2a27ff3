/// `a && b && …` (when `decisive` is false) or `a || b || …` (true): one decisive operand decides, whatever the others
/// do; without one, the first error counts.
final class LogicNode: Node {
    private let operands: [any Node]
    private let decisive: Bool
    private let offset: Int

    init(_ operands: [any Node], decisive: Bool, at offset: Int) {
        self.operands = operands
        self.decisive = decisive
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        var fault: Fault?
        for operand in operands {
            do throws(Fault) {
                switch try operand.evaluate(&frame) {
                case .bool(let value):
                    if value == decisive { return .bool(decisive) }
                case let other:
                    let failure = Failure.noOverload(decisive ? "'||'" : "'&&'", [other.typeName])
                    fault = fault ?? Fault(failure: failure, offset: offset)
                }
            } catch {
                guard !error.failure.isFinal else { throw error }
                fault = fault ?? error
            }
        }
        if let fault { throw fault }
        return .bool(!decisive)
    }
}

/// `!operand`.
final class NotNode: Node {
    private let operand: any Node
    private let offset: Int

    init(_ operand: any Node, at offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let value = try operand.evaluate(&frame)
        guard case .bool(let answer) = value else {
            throw Fault(failure: .noOverload("'!'", [value.typeName]), offset: offset)
        }
        return .bool(!answer)
    }
}

/// `condition ? then : otherwise`.
final class ConditionalNode: Node {
    private let condition: any Node
    private let then: any Node
    private let otherwise: any Node
    private let offset: Int

    init(_ condition: any Node, then: any Node, otherwise: any Node, at offset: Int) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let value = try condition.evaluate(&frame)
        guard case .bool(let answer) = value else {
            throw Fault(failure: .noOverload("'? :'", [value.typeName]), offset: offset)
        }
        return try answer ? then.evaluate(&frame) : otherwise.evaluate(&frame)
    }
}
