/// `left + right` and the other arithmetic operators.
final class ArithmeticNode: Node {
    private let left: any Node
    private let right: any Node
    private let operation: Expression.BinaryOperator
    private let offset: Int

    init(_ left: any Node, _ right: any Node, _ operation: Expression.BinaryOperator, at offset: Int) {
        self.left = left
        self.right = right
        self.operation = operation
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        let a = try left.evaluate(&frame)
        let b = try right.evaluate(&frame)
        do throws(Failure) {
            switch (a, b) {
            case (.int(let a), .int(let b)): return .int(try Arithmetic.whole(a, operation, b, "int"))
            case (.uint(let a), .uint(let b)): return .uint(try Arithmetic.whole(a, operation, b, "uint"))
            case (.double(let a), .double(let b)): return .double(try Arithmetic.double(a, operation, b))
            default: break
            }
        } catch {
            throw Fault(failure: error, offset: offset)
        }
        return try other(a, b, &frame)
    }

    private func other(_ a: Value, _ b: Value, _ frame: inout Frame) throws(Fault) -> Value {
        if operation == .add, let joined = try joined(a, b, &frame) { return joined }
        do throws(Failure) {
            guard let value = try Arithmetic.time(a, operation, b) else {
                throw .noOverload("'\(operation.text)'", [a.typeName, b.typeName])
            }
            return value
        } catch {
            throw Fault(failure: error, offset: offset)
        }
    }

    /// Concatenates text, bytes or lists; charges the budget before allocating.
    private func joined(_ a: Value, _ b: Value, _ frame: inout Frame) throws(Fault) -> Value? {
        switch (a, b) {
        case (.string(let left), .string(let right)):
            let weight = 16 + left.utf8.count + right.utf8.count
            try frame.allocate(weight, weight: weight, at: offset)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)):
            let weight = 16 + left.count + right.count
            try frame.allocate(weight, weight: weight, at: offset)
            return .bytes(left + right)
        case (.list(let left), .list(let right)):
            let count = left.elements.count + right.elements.count
            let fresh = 32 + count * MemoryLayout<Value>.stride
            try frame.allocate(fresh, weight: left.weight + right.weight, at: offset)
            return .list(left + right)
        default:
            return nil
        }
    }
}

/// `-operand`.
final class NegateNode: Node {
    private let operand: any Node
    private let offset: Int

    init(_ operand: any Node, at offset: Int) {
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ frame: inout Frame) throws(Fault) -> Value {
        switch try operand.evaluate(&frame) {
        case .int(let value):
            guard value != .min else { throw Fault(failure: .overflow("int"), offset: offset) }
            return .int(-value)
        case .double(let value):
            return .double(-value)
        case let other:
            throw Fault(failure: .noOverload("'-'", [other.typeName]), offset: offset)
        }
    }
}

/// Arithmetic on numbers and times.
enum Arithmetic {
    static func whole<I: FixedWidthInteger>(
        _ a: I,
        _ operation: Expression.BinaryOperator,
        _ b: I,
        _ type: String
    ) throws(Failure) -> I {
        let (result, overflow): (I, Bool)
        switch operation {
        case .add: (result, overflow) = a.addingReportingOverflow(b)
        case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
        case .divide:
            guard b != 0 else { throw .divisionByZero }
            (result, overflow) = a.dividedReportingOverflow(by: b)
        default:
            guard b != 0 else { throw .divisionByZero }
            (result, overflow) = a.remainderReportingOverflow(dividingBy: b)
        }
        guard !overflow else { throw .overflow(type) }
        return result
    }

    static func double(
        _ a: Double,
        _ operation: Expression.BinaryOperator,
        _ b: Double
    ) throws(Failure) -> Double {
        switch operation {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        default: throw .noOverload("'%'", [.double, .double])
        }
    }

    /// Sums and differences of timestamps and durations; nil for other operands.
    static func time(_ a: Value, _ operation: Expression.BinaryOperator, _ b: Value) throws(Failure) -> Value? {
        switch (a, operation, b) {
        case (.timestamp(let time), .add, .duration(let span)): .timestamp(try time + span)
        case (.duration(let span), .add, .timestamp(let time)): .timestamp(try time + span)
        case (.timestamp(let time), .subtract, .duration(let span)): .timestamp(try time - span)
        case (.timestamp(let a), .subtract, .timestamp(let b)): .duration(try a - b)
        case (.duration(let a), .add, .duration(let b)): .duration(try a + b)
        case (.duration(let a), .subtract, .duration(let b)): .duration(try a - b)
        default: nil
        }
    }
}
