package import GatehouseModel

/// One kind of identity provider's wire format, in both directions and for both sides.
package protocol Dialect: Sendable {
    static var name: DialectName { get }

    // The server's side: the provider calls us.

    /// Reads the body of a call.
    static func claims(in body: UnsafeRawBufferPointer, at step: Step) throws(BodyProblem) -> Claims

    /// Writes a decision. What the step forbids is folded into what it allows, and a note says so.
    static func answer(_ decision: Decision, at step: Step) -> WireAnswer

    // The provider's side: we call someone's connector.

    /// Writes the body of a call.
    static func request(_ claims: Claims, at step: Step) -> [UInt8]

    /// Says what a connector's reply means.
    static func reading(of reply: WireReply, at step: Step, leniency: Leniency) -> Reading
}

extension DialectName {
    /// The implementation. A further dialect is one folder and one line here.
    package var dialect: any Dialect.Type {
        switch self {
        case .entraB2B: EntraB2B.self
        case .entraB2C: EntraB2C.self
        }
    }
}

extension Dialect {
    /// Reads the body of a call.
    package static func claims(in body: [UInt8], at step: Step) throws(BodyProblem) -> Claims {
        try body.withUnsafeBufferPointer { (bytes) throws(BodyProblem) in
            try claims(in: UnsafeRawBufferPointer(bytes), at: step)
        }
    }

    /// Says what a connector's reply means, by the letter of the contract.
    package static func reading(of reply: WireReply, at step: Step) -> Reading {
        reading(of: reply, at: step, leniency: [])
    }
}

/// What every dialect here travels as.
package let jsonMediaType = "application/json"
