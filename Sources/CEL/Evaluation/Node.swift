/// A compiled piece of an expression.
protocol Node: AnyObject, Sendable {
    func evaluate(_ frame: inout Frame) throws(Fault) -> Value

    /// The value as true or false; nil when it is no bool. Conditions ask for this: it makes no value of the answer.
    func truth(_ frame: inout Frame) throws(Fault) -> Bool?
}

extension Node {
    func truth(_ frame: inout Frame) throws(Fault) -> Bool? {
        guard case .bool(let answer) = try evaluate(&frame) else { return nil }
        return answer
    }
}

/// A node whose value is always a bool.
protocol ConditionNode: Node {
    func holds(_ frame: inout Frame) throws(Fault) -> Bool
}

extension ConditionNode {
    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { .bool(try holds(&frame)) }

    func truth(_ frame: inout Frame) throws(Fault) -> Bool? { try holds(&frame) }
}

/// A value known when the expression was compiled.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) { self.value = value }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { value }
}

/// Something that was found wrong at compile time, where the environment wants it to fail only when reached.
final class FailingNode: Node {
    private let fault: Fault

    init(_ failure: Failure, at offset: Int) { fault = Fault(failure: failure, offset: offset) }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { throw fault }
}
