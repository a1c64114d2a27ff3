package import Dialects
package import GatehouseModel

/// Calls API connectors. The flow engine knows no more of them than this.
package protocol ConnectorCalling: Sendable {
    /// Calls a connector of the policy with the claims that have values, and says what the reply means.
    ///
    /// Never throws and never takes longer than the connector's time-out times its attempts: every fault is a named
    /// outcome. The call is in the journal when this returns.
    func call(_ connector: String, claims: Claims, leg: Leg) async -> ConnectorReply
}

/// What came of calling a connector.
package struct ConnectorReply: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// Go on with these claims changed; everything with a value, whether the flow knows it or not.
        case `continue`(claims: [String: JSONValue])
        /// End the sign-up with a page that says this, as plain text.
        case block(message: String)
        /// Back to the form with this text; only at the step after the form.
        case invalid(message: String)
        /// The sign-up fails closed: no account.
        case failed(ConnectorFailure)
    }

    package var outcome: Outcome
    /// How often the connector was tried; 0 when it was not.
    package var attempts: Int
    /// The HTTP status of the last attempt, when there was one.
    package var status: Int?
    /// Of the last attempt; its total is over all of them.
    package var timing: CallTiming
    /// The call in the journal.
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
    /// For an admin: what was wrong, where, and what to do. Never shown to the person signing up.
    package var sentence: String

    package init(_ cause: Cause, _ sentence: String) {
        self.cause = cause
        self.sentence = sentence
    }

    /// The reply broke a rule of the contract.
    package init(_ breach: Breach) {
        self.init(.contract(breach.rule), breach.diagnosis)
    }

    package enum Cause: Sendable, Hashable {
        /// The policy has no connector of this name.
        case unknownConnector
        case disabled
        /// No probe has succeeded since its definition last changed, and nobody forced it.
        case unproved
        /// Too many calls are under way.
        case overloaded
        /// The call could not be written to the journal.
        case notJournaled
        /// None of the client certificates is valid now.
        case noCertificate
        /// The name has no address.
        case nameNotFound
        /// Every address is closed to connectors.
        case addressClosed
        case connection
        /// TLS: the certificate is not trusted or for another name, or no common version.
        case tls
        /// No full reply in time.
        case timeout
        /// The connection ended before the reply did.
        case replyCut
        /// The reply is no HTTP.
        case notHTTP
        case replyTooLarge
        case redirect
        case contract(Breach.Rule)
    }
}

extension ConnectorFailure: CustomStringConvertible {
    /// `version-present: "version" is missing…`.
    package var description: String { cause.name + ": " + sentence }
}

extension ConnectorFailure.Cause {
    /// The stable name that scripts and the journal know it by.
    package var name: String {
        switch self {
        case .unknownConnector: "unknown-connector"
        case .disabled: "disabled"
        case .unproved: "unproved"
        case .overloaded: "overloaded"
        case .notJournaled: "not-journaled"
        case .noCertificate: "no-certificate"
        case .nameNotFound: "name-not-found"
        case .addressClosed: "address-closed"
        case .connection: "connection"
        case .tls: "tls"
        case .timeout: "timeout"
        case .replyCut: "reply-cut"
        case .notHTTP: "not-http"
        case .replyTooLarge: "reply-too-large"
        case .redirect: "redirect"
        case .contract(let rule): rule.rawValue
        }
    }

    /// Whether another attempt may help: there was no full reply.
    package var isWorthRetrying: Bool {
        switch self {
        case .nameNotFound, .connection, .tls, .timeout, .replyCut: true
        case .unknownConnector, .disabled, .unproved, .overloaded, .notJournaled, .noCertificate, .addressClosed,
            .notHTTP,
            .replyTooLarge, .redirect, .contract:
            false
        }
    }
}
