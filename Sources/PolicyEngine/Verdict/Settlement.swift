package import GatehouseModel

/// What to do about a judgement at an endpoint, before any approval is looked up or requested.
///
/// This is the only place that decides this: for answering calls, for judging recorded calls again, and for finding the
/// nearest change.
package enum Settlement: Sendable, Hashable {
    /// Show a block page.
    case block(by: Decider, message: LocalizedMessage)
    /// Show a validation error for that claim, or for the form as a whole.
    case invalid(by: Decider, message: LocalizedMessage, field: String?)
    /// The sign-up continues.
    case proceed(by: Decider)
    /// The sign-up continues, and the queue records the person as approved without a request.
    case record(queue: String, by: Decider)
    /// The person's state in the queue decides; without one, the sign-up continues.
    case lookUp(queue: String)
    /// The person's state in the queue decides; without one, an approval request is created.
    case ask(queue: String, by: Decider)
    /// An approval would be required, but the person could not be recognised later, so the sign-up cannot continue.
    case unrecognisable

    package init(of judgement: Judgement, at approval: Endpoint.Approval?, for claims: Claims) {
        switch (judgement.verdict, approval) {
        case (.blocked(let by, let message), _): self = .block(by: by, message: message)
        case (.invalid(let by, let message, let field), _): self = .invalid(by: by, message: message, field: field)
        case (.allowed(let by), .request(let queue)):
            self = claims.isRecognisable ? .record(queue: queue, by: by) : .proceed(by: by)
        case (.allowed(let by), _): self = .proceed(by: by)
        case (.ask(let queue, _), .check), (.undecided, .check(let queue)):
            self = claims.isRecognisable ? .lookUp(queue: queue) : .proceed(by: .byDefault)
        case (.ask(let queue, let by), _): self = Self.asking(queue, by, claims)
        case (.undecided, .request) where judgement.isExemptFromAsking: self = .proceed(by: .byDefault)
        case (.undecided, .request(let queue)): self = Self.asking(queue, .byDefault, claims)
        case (.undecided, nil): self = .proceed(by: .byDefault)
        }
    }

    private static func asking(_ queue: String, _ decider: Decider, _ claims: Claims) -> Settlement {
        claims.isRecognisable ? .ask(queue: queue, by: decider) : .unrecognisable
    }

    /// The outcome for a person who has no state in any queue.
    package var outcome: Outcome {
        switch self {
        case .block, .unrecognisable: .block
        case .invalid: .invalid
        case .proceed, .record, .lookUp: .continue
        case .ask: .pending
        }
    }
}

extension Claims {
    /// The identity by which the person is recognised later; nil if none has both an issuer and an id.
    package var lastingIdentity: Identity? {
        identities.first { !$0.issuer.isEmpty && !$0.issuerAssignedID.isEmpty }
    }

    /// Whether the person can be recognised later: by an identity, or else by an address.
    package var isRecognisable: Bool { lastingIdentity != nil || email.flatMap { EmailAddress($0) } != nil }
}
