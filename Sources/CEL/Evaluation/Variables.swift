/// Values for the variables of an environment, laid out for look-up by position: made once, used by any number of
/// evaluations.
package struct Variables: Sendable {
    fileprivate(set) var values: [Value?]

    /// The place of a variable among those that an environment declares.
    package struct Slot: Sendable {
        fileprivate let place: Int
    }

    /// The value of a variable of the same environment.
    package subscript(slot: Slot) -> Value? {
        get { values[slot.place] }
        set { values[slot.place] = newValue }
    }

    /// The order in which an environment that declares its variables keeps their values.
    static func order(_ names: Set<String>) -> [String] { names.sorted { Text.order($0, $1) < 0 } }

    init(names: [String], values: [String: Value]) {
        self.values = names.map { values[$0] }
    }
}

extension Environment {
    /// The variables' values for programs of this environment; those left out are unknown. Values under names that
    /// the environment does not declare are ignored.
    package func variables(_ values: [String: Value]) -> Variables {
        Variables(names: order, values: values)
    }

    /// Where `Variables` of this environment keep a variable; nil when it is not declared.
    package func slot(of variable: String) -> Variables.Slot? {
        order.firstIndex(of: variable).map(Variables.Slot.init)
    }
}
