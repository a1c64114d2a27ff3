/// The state of one evaluation: its bindings and the rest of its budget.
struct Frame: ~Copyable {
    /// The host's variables. The memory belongs to the caller and must outlive the evaluation.
    private let variables: UnsafeBufferPointer<Value?>
    // Variables bound by macros, by depth. The first two need no allocation.
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

    /// The host variable in `slot`; nil if it has no value.
    func variable(_ slot: Int) -> Value? { variables[slot] }

    /// The variable bound by the macro at depth `slot`.
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

    /// Charges `count` steps.
    mutating func spend(_ count: Int, at offset: Int) throws(Fault) {
        steps -= count
        if steps < 0 { throw Fault(failure: .tooLong, offset: offset) }
    }

    /// Charges for reading values with a total weight of `weight`.
    mutating func read(_ weight: Int, at offset: Int) throws(Fault) {
        try spend(1 + (weight >> 4), at: offset)
    }

    /// Charges for a new value of weight `weight`, of which `fresh` bytes are not shared with other values.
    mutating func allocate(_ fresh: Int, weight: Int, at offset: Int) throws(Fault) {
        bytes -= fresh
        if bytes < 0 || weight > Limits.valueWeight { throw Fault(failure: .tooLarge, offset: offset) }
        steps -= fresh >> 6
    }
}
