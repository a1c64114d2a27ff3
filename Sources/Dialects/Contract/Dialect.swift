package import GatehouseModel

/// The wire format of one kind of identity provider, in both directions and for both sides.
package protocol Dialect: Sendable {
    static var name: DialectName { get }
    static var facts: DialectFacts { get }

    // The server's side: the provider calls us.

    /// Reads a call.
    static func claims(of call: InboundCall, at step: Step) throws(BodyProblem) -> Claims

    /// The provider's own mark of a call that it may repeat, which replaces the claims in recognising it; nil or empty if
    /// a repeated call is recognised by its claims.
    static func retryKey(of call: InboundCall) -> String?

    /// Writes a decision. A decision that the step does not permit becomes one that it does, with a note.
    static func answer(_ decision: Decision, at step: Step) -> WireAnswer

    // The provider's side: our user flows call a connector.

    /// Writes the body of a call.
    static func request(_ claims: Claims, at step: Step) -> [UInt8]

    /// Returns the meaning of a connector's reply.
    static func reading(of reply: WireReply, at step: Step, leniency: Leniency) -> Reading
}

extension Dialect {
    package static func retryKey(of call: InboundCall) -> String? { nil }

    /// Reads the body of a call whose other parts are not known.
    package static func claims(in body: UnsafeRawBufferPointer, at step: Step) throws(BodyProblem) -> Claims {
        try claims(of: InboundCall(body: body), at: step)
    }

    /// Reads the body of a call whose other parts are not known.
    package static func claims(in body: [UInt8], at step: Step) throws(BodyProblem) -> Claims {
        try body.withUnsafeBufferPointer { (bytes) throws(BodyProblem) in
            try claims(in: UnsafeRawBufferPointer(bytes), at: step)
        }
    }

    /// Returns the meaning of a connector's reply, by the strict contract.
    package static func reading(of reply: WireReply, at step: Step) -> Reading {
        reading(of: reply, at: step, leniency: [])
    }
}

/// The media type of all dialects.
package let jsonMediaType = "application/json"
