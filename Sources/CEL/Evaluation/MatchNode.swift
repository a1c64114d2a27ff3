/// `text.matches(pattern)`.
final class MatchNode: ConditionNode {
    private let operand: any Node
    private let pattern: any Node
    /// The compiled pattern, if it is a constant.
    private let compiled: Pattern?
    private let offset: Int

    init(_ operand: any Node, _ pattern: any Node, compiled: Pattern?, at offset: Int) {
        self.operand = operand
        self.pattern = pattern
        self.compiled = compiled
        self.offset = offset
    }

    func holds(_ frame: inout Frame) throws(Fault) -> Bool {
        let value = try operand.evaluate(&frame)
        guard case .string(let text) = value else {
            throw Fault(failure: .noOverload("matches", [value.typeName]), offset: offset)
        }
        let pattern = if let compiled { compiled } else { try compile(&frame) }
        // In the worst case, each byte of the text visits each instruction.
        try frame.spend(1 + (text.utf8.count >> 4) * (1 + (pattern.size >> 8)), at: offset)
        return pattern.matches(text)
    }

    /// Compiling can take much time and memory even for a short pattern, such as `(x{9}){99}`.
    private func compile(_ frame: inout Frame) throws(Fault) -> Pattern {
        let value = try pattern.evaluate(&frame)
        guard case .string(let text) = value else {
            throw Fault(failure: .noOverload("matches", [.string, value.typeName]), offset: offset)
        }
        let pattern: Pattern
        do throws(Failure) {
            pattern = try Pattern(text)
        } catch {
            try frame.spend(20_000, at: offset)
            throw Fault(failure: error, offset: offset)
        }
        try frame.spend(200 + pattern.size * 8, at: offset)
        return pattern
    }
}
