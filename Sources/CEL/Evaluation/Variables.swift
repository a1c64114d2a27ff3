/// Values for the variables of an environment, stored by slot: built once, then used for any number of evaluations.
package struct Variables: Sendable {
    fileprivate(set) var values: [Value?]

    /// The index of a variable among those that an environment declares.
    package struct Slot: Sendable {
        fileprivate let place: Int
    }

    /// The value of a variable of the same environment.
    package subscript(slot: Slot) -> Value? {
        get { values[slot.place] }
        set { values[slot.place] = newValue }
    }

    /// The slot order of an environment's declared variables.
    static func order(_ names: Set<String>) -> [String] { names.sorted { Text.order($0, $1) < 0 } }

    init(names: [String], values: [String: Value]) {
        self.values = names.map { values[$0] }
    }
}

extension Environment {
    /// Lays out values for programs of this environment. Variables without a value are unknown; names that are not
    /// declared are ignored.
    package func variables(_ values: [String: Value]) -> Variables {
        Variables(names: order, values: values)
    }

    /// The slot of a variable; nil if it is not declared.
    package func slot(of variable: String) -> Variables.Slot? {
        order.firstIndex(of: variable).map(Variables.Slot.init)
    }
}
