/// A compiled piece of an expression.
protocol Node: AnyObject, Sendable {
    func evaluate(_ frame: inout Frame) throws(Fault) -> Value
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
