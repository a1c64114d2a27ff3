package import Dialects
package import GatehouseModel
package import OutboundHTTP

/// Calls API connectors. This is all that the flow engine knows of them.
package protocol ConnectorCalling: Sendable {
    /// Calls a connector of the policy with the claims that have values, and interprets the reply.
    ///
    /// Never throws and never takes longer than the connector's time-out times its attempts: every fault is a named
    /// outcome. The call is in the journal when this returns.
    func call(_ connector: String, claims: Claims, leg: Leg) async -> ConnectorReply
}

/// The result of calling a connector.
package struct ConnectorReply: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// The sign-up continues with these claims changed. Contains every claim with a value, whether the flow knows
        /// it or not.
        case `continue`(claims: [String: JSONValue])
        /// The sign-up ends with a block page with this plain text.
        case block(message: String)
        /// A validation error: the form is shown again with this text. Only at the step after the form.
        case invalid(message: String)
        /// The sign-up fails closed: no account is created.
        case failed(ConnectorFailure)
    }

    package var outcome: Outcome
    /// The number of attempts; 0 if the connector was not called.
    package var attempts: Int
    /// The HTTP status of the last attempt, if there was one.
    package var status: Int?
    /// The timing of the last attempt, with the total over all attempts.
    package var timing: CallTiming
    /// The id of the call in the journal.
    package var call: CallID

    package init(outcome: Outcome, attempts: Int, status: Int? = nil, timing: CallTiming = CallTiming(), call: CallID) {
        self.outcome = outcome
        self.attempts = attempts
        self.status = status
        self.timing = timing
        self.call = call
    }
}

/// Why a connector gave no usable reply.
package struct ConnectorFailure: Error, Sendable, Hashable {
    package var cause: Cause
    /// For an admin: what was wrong, where, and what to do. Never shown to the user.
    package var sentence: String

    package init(_ cause: Cause, _ sentence: String) {
        self.cause = cause
        self.sentence = sentence
    }

    /// No complete reply arrived.
    package init(_ failure: OutboundFailure) {
        self.init(.outbound(failure.cause), failure.sentence)
    }

    /// The reply broke a rule of the contract.
    package init(_ breach: Breach) {
        self.init(.contract(breach.rule), breach.diagnosis)
    }

    package enum Cause: Sendable, Hashable {
        /// The policy has no connector with this name.
        case unknownConnector
        case disabled
        /// No probe has succeeded since its definition last changed, and no admin has forced it.
        case unproved
        /// Too many calls are in progress.
        case overloaded
        /// The call could not be written to the journal.
        case notJournaled
        /// No complete reply arrived.
        case outbound(OutboundFailure.Cause)
        case redirect
        case contract(Breach.Rule)
    }
}

extension ConnectorFailure: CustomStringConvertible {
    /// `version-present: "version" is missing…`.
    package var description: String { cause.name + ": " + sentence }
}

extension ConnectorFailure.Cause {
    /// The stable name in scripts and the journal.
    package var name: String {
        switch self {
        case .unknownConnector: "unknown-connector"
        case .disabled: "disabled"
        case .unproved: "unproved"
        case .overloaded: "overloaded"
        case .notJournaled: "not-journaled"
        case .outbound(let cause): cause.rawValue
        case .redirect: "redirect"
        case .contract(let rule): rule.rawValue
        }
    }

    /// Whether a retry may help: there was no complete reply.
    package var isWorthRetrying: Bool {
        switch self {
        case .outbound(let cause): cause.isWorthRetrying
        case .unknownConnector, .disabled, .unproved, .overloaded, .notJournaled, .redirect, .contract: false
        }
    }
}
