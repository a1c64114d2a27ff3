/// The state of one evaluation: what is bound, and what is left of the budget.
struct Frame: ~Copyable {
    /// The host's variables; theirs is the caller's memory, for as long as the evaluation lasts.
    private let variables: UnsafeBufferPointer<Value?>
    // What macros bound, by depth: the first two without an allocation.
    private var firstLocal: Value?
    private var secondLocal: Value?
    private var deeperLocals: [Value?] = []
    private var steps: Int
    private var bytes: Int

    init(variables: UnsafeBufferPointer<Value?>, localCount: Int, limits: Limits) {
        self.variables = variables
        if localCount > 2 { deeperLocals = Array(repeating: nil, count: localCount - 2) }
        steps = limits.steps
        bytes = limits.bytes
    }

    /// The value of the host's variable in `slot`; nil when it has none.
    func variable(_ slot: Int) -> Value? { variables[slot] }

    /// The variable that the macro at depth `slot` bound.
    func local(_ slot: Int) -> Value? {
        switch slot {
        case 0: firstLocal
        case 1: secondLocal
        default: deeperLocals[slot - 2]
        }
    }

    mutating func setLocal(_ slot: Int, _ value: Value?) {
        switch slot {
        case 0: firstLocal = value
        case 1: secondLocal = value
        default: deeperLocals[slot - 2] = value
        }
    }

    /// Pays for `count` units of work.
    mutating func spend(_ count: Int, at offset: Int) throws(Fault) {
        steps -= count
        if steps < 0 { throw Fault(failure: .tooLong, offset: offset) }
    }

    /// Pays for reading values that weigh `weight` together.
    mutating func read(_ weight: Int, at offset: Int) throws(Fault) {
        try spend(1 + (weight >> 4), at: offset)
    }

    /// Pays for a new value of `weight`, of which `fresh` bytes are not shared with others.
    mutating func allocate(_ fresh: Int, weight: Int, at offset: Int) throws(Fault) {
        bytes -= fresh
        if bytes < 0 || weight > Limits.valueWeight { throw Fault(failure: .tooLarge, offset: offset) }
        steps -= fresh >> 6
    }
}
