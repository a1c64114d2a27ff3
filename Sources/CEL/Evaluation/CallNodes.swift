/// A call of a function with any arguments.
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
        switch function.body {
        case .unary(let body) where arguments.count == 1:
            let a = try arguments[0].evaluate(&frame)
            try frame.read(a.weight, at: offset)
            return try finished(&frame) { () throws(Failure) in try body(a) }
        case .binary(let body) where arguments.count == 2:
            let a = try arguments[0].evaluate(&frame)
            let b = try arguments[1].evaluate(&frame)
            try frame.read(a.weight + b.weight, at: offset)
            return try finished(&frame) { () throws(Failure) in try body(a, b) }
        case .variadic(let body):
            return try variadic(body, &frame)
        case .unary, .binary:
            let values = try values(&frame)
            throw Fault(failure: .noOverload(function.name, values.map(\.typeName)), offset: offset)
        }
    }

    private func variadic(
        _ body: @Sendable ([Value]) throws(Failure) -> Value,
        _ frame: inout Frame
    ) throws(Fault) -> Value {
        let values = try values(&frame)
        try frame.read(values.reduce(0) { $0 + $1.weight }, at: offset)
        return try finished(&frame) { () throws(Failure) in try body(values) }
    }

    private func values(_ frame: inout Frame) throws(Fault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(try argument.evaluate(&frame)) }
        return values
    }

    private func finished(
        _ frame: inout Frame,
        _ work: () throws(Failure) -> Value
    ) throws(Fault) -> Value {
        let result: Value
        do throws(Failure) {
            result = try work()
        } catch {
            throw Fault(failure: error, offset: offset)
        }
        try charge(result, &frame)
        return result
    }

    private func charge(_ result: Value, _ frame: inout Frame) throws(Fault) {
        switch result {
        case .string, .bytes, .list, .map: try frame.allocate(result.weight, weight: result.weight, at: offset)
        default: break
        }
    }
}
