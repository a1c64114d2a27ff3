/// A function that expressions can call. It must be pure and fast, and must not start another evaluation.
package struct Function: Sendable {
    /// How a call is written.
    package enum Style: Sendable, Hashable {
        /// `name(a, b)`; the name may have dots, as in `math.abs`.
        case global
        /// `a.name(b)`; `a` is the body's first argument.
        case receiver
    }

    /// The implementation. A body throws `Failure.noOverload` for argument types that it does not accept.
    package enum Body: Sendable {
        case unary(@Sendable (Value) throws(Failure) -> Value)
        case binary(@Sendable (Value, Value) throws(Failure) -> Value)
        /// Any number of arguments, after the receiver if there is one.
        case variadic(@Sendable ([Value]) throws(Failure) -> Value)
    }

    package let name: String
    package let style: Style
    /// The signatures of the function; empty if types are known only at evaluation.
    package let signatures: [Signature]
    let body: Body
    /// Checks the arguments at compile time, with nil for those not yet known. Returns what is wrong with them, if
    /// anything.
    let check: (@Sendable ([Value?]) -> String?)?
    /// A host variable that is passed to the body before the arguments, so that a call's result may depend on the
    /// evaluation. A name that is not a valid identifier keeps the variable hidden from expressions.
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
    /// A `noOverload` failure for the arguments that a body received.
    package static func noOverload(_ name: String, of arguments: [Value]) -> Failure {
        .noOverload(name, arguments.map(\.typeName))
    }
}
