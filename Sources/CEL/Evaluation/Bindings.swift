/// Where an evaluation finds the values of variables.
package protocol Bindings {
    /// The value of a variable; nil when it has none. Asked at most once a name and evaluation.
    func value(of name: String) -> Value?
}

extension [String: Value]: Bindings {
    package func value(of name: String) -> Value? { self[name] }
}
