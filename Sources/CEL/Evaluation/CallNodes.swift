/// A call of a function with one argument.
final class UnaryCallNode: Node {
    private let body: @Sendable (Value) throws(Failure) -> Value
    private let argument: any Node
    private let offset: Int

    init(_ body: @escaping @Sendable (Value) throws(Failure) -> Value, _ argument: any Node, at offset: Int) {
        self.body = body
        self.argument = argument
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let a = try argument.evaluate(&frame)
        try frame.read(a.weight, at: offset)
        return try frame.result(at: offset) { () throws(Failure) in try body(a) }
    }
}

/// A call of a function with two arguments.
final class BinaryCallNode: Node {
    private let body: @Sendable (Value, Value) throws(Failure) -> Value
    private let first: any Node
    private let second: any Node
    private let offset: Int

    init(
        _ body: @escaping @Sendable (Value, Value) throws(Failure) -> Value,
        _ first: any Node,
        _ second: any Node,
        at offset: Int
    ) {
        self.body = body
        self.first = first
        self.second = second
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let a = try first.evaluate(&frame)
        let b = try second.evaluate(&frame)
        try frame.read(a.weight + b.weight, at: offset)
        return try frame.result(at: offset) { () throws(Failure) in try body(a, b) }
    }
}

/// A call of a function with any number of arguments.
final class CallNode: Node {
    private let function: Function
    private let arguments: [any Node]
    private let offset: Int

    init(_ function: Function, _ arguments: [any Node], at offset: Int) {
        self.function = function
        self.arguments = arguments
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let values = try values(&frame)
        guard case .variadic(let body) = function.body else {
            throw Fault(failure: .noOverload(function.name, values.map(\.typeName)), offset: offset)
        }
        try frame.read(values.reduce(0) { $0 + $1.weight }, at: offset)
        return try frame.result(at: offset) { () throws(Failure) in try body(values) }
    }

    private func values(_ frame: inout Frame) throws(Fault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try argument.evaluate(&frame)) }
        return values
    }
}

/// `text.startsWith("…")`, `endsWith` and `contains` with a constant.
final class TextTestNode: ConditionNode {
    private let test: TextTest
    private let operand: any Node
    private let part: [UInt8]
    private let offset: Int

    init(_ test: TextTest, _ operand: any Node, _ part: String, at offset: Int) {
        self.test = test
        self.operand = operand
        self.part = Array(part.utf8)
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        let value = try operand.evaluate(&frame)
        guard case .string(var text) = value else {
            throw Fault(failure: .noOverload(test.rawValue, [value.typeName, .string]), offset: offset)
        }
        try frame.read(text.utf8.count + part.count, at: offset)
        return text.withUTF8 { text in part.withUnsafeBufferPointer { test.holds(of: text, $0) } }
    }
}

extension Frame {
    /// The result of `work`, charged to the budget if it allocates.
    @inline(__always)
    fileprivate mutating func result(
        at offset: Int,
        _ work: () throws(Failure) -> Value
    ) throws(Fault) -> Value {
        let result: Value
        do throws(Failure) {
            result = try work()
        } catch {
            throw Fault(failure: error, offset: offset)
        }
        switch result {
        case .string, .bytes, .list, .map: try allocate(result.weight, weight: result.weight, at: offset)
        default: break
        }
        return result
    }
}
