/// `a && b && …` (`decisive` is false) or `a || b || …` (`decisive` is true). One decisive operand settles the result,
/// even if others fail; without one, the first error is thrown.
final class LogicNode: ConditionNode {
    private let operands: [any Node]
    private let decisive: Bool
    private let offset: Int

    init(_ operands: [any Node], decisive: Bool, at offset: Int) {
        self.operands = operands
        self.decisive = decisive
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        var fault: Fault?
        for operand in operands {
            do throws(Fault) {
                guard let value = try operand.truth(&frame) else {
                    throw try operand.noCondition(decisive ? "'||'" : "'&&'", &frame, at: offset)
                }
                if value == decisive { return decisive }
            } catch {
                guard !error.failure.isFinal else { throw error }
                fault = fault ?? error
            }
        }
        if let fault { throw fault }
        return !decisive
    }
}

/// `!operand`.
final class NotNode: ConditionNode {
    private let operand: any Node
    private let offset: Int

    init(_ operand: any Node, at offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        guard let answer = try operand.truth(&frame) else { throw try operand.noCondition("'!'", &frame, at: offset) }
        return !answer
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
        guard let answer = try condition.truth(&frame) else {
            throw try condition.noCondition("'? :'", &frame, at: offset)
        }
        return try answer ? then.evaluate(&frame) : otherwise.evaluate(&frame)
    }
}

extension Node {
    /// The failure for a condition that is not a bool: `name` does not accept its type.
    func noCondition(_ name: String, _ frame: inout Frame, at offset: Int) throws(Fault) -> Fault {
        Fault(failure: .noOverload(name, [try evaluate(&frame).typeName]), offset: offset)
    }
}
