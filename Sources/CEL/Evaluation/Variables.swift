/// Values for the variables of an environment, laid out for look-up by position: made once, used by any number of
/// evaluations.
package struct Variables: Sendable {
    let values: [Value?]

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
}
