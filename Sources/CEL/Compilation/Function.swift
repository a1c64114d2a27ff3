/// A function that expressions can call. It must be pure, quick, and must not call back into an evaluation.
package struct Function: Sendable {
    /// How a call is written.
    package enum Style: Sendable, Hashable {
        /// `name(a, b)`; the name may have dots, as in `math.abs`.
        case global
        /// `a.name(b)`; `a` is the body's first argument.
        case receiver
    }

    /// What a call does. A body throws `Failure.noOverload` for argument types it does not take.
    package enum Body: Sendable {
        case unary(@Sendable (Value) throws(Failure) -> Value)
        case binary(@Sendable (Value, Value) throws(Failure) -> Value)
        /// Any number of arguments; the receiver, if there is one, comes first.
        case variadic(@Sendable ([Value]) throws(Failure) -> Value)
    }

    package let name: String
    package let style: Style
    /// The forms it can be called in; none when that is known only at evaluation.
    package let signatures: [Signature]
    let body: Body
    /// Looks at the arguments when the expression is compiled: nil for those not yet known.
    /// Returns what is wrong with them, so that it is found before anything is evaluated.
    let check: (@Sendable ([Value?]) -> String?)?
    /// A variable of the host that the body is given before the arguments, so that what a call finds may differ from
    /// evaluation to evaluation. A name that no expression can write keeps the variable hidden.
    let context: String?

    package init(
        _ name: String,
        style: Style = .global,
        signatures: [Signature] = [],
        context: String? = nil,
        check: (@Sendable ([Value?]) -> String?)? = nil,
        _ body: Body
    ) {
        self.name = name
        self.style = style
        self.signatures = signatures
        self.context = context
        self.check = check
        self.body = body
    }

    func with(_ signatures: [Signature]) -> Function {
        Function(name, style: style, signatures: signatures, context: context, check: check, body)
    }
}

extension Failure {
    /// `noOverload` for what a body was given.
    package static func noOverload(_ name: String, of arguments: [Value]) -> Failure {
        .noOverload(name, arguments.map(\.typeName))
    }
}
