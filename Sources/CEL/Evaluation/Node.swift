/// A compiled part of an expression.
protocol Node: AnyObject, Sendable {
    func evaluate(_ frame: inout Frame) throws(Fault) -> Value

    /// The value as a bool; nil if it is not one. Conditions use this to avoid creating a `Value`.
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

/// A value known at compile time.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) { self.value = value }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { value }
}

/// An error found at compile time, in an environment that reports it only when it is evaluated.
final class FailingNode: Node {
    private let fault: Fault

    init(_ failure: Failure, at offset: Int) { fault = Fault(failure: failure, offset: offset) }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value { throw fault }
}
