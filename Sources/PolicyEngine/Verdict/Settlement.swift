package import GatehouseModel

/// What is to be done about a judgement at an endpoint, before anybody is looked up or asked.
///
/// The one place that says so: calls are answered by it, kept calls are judged again by it, and the nearest change is
/// found by it.
package enum Settlement: Sendable, Hashable {
    /// A block page.
    case block(by: Decider, message: LocalizedMessage)
    /// Back to the form; the message is about that claim, or about the form as a whole.
    case invalid(by: Decider, message: LocalizedMessage, field: String?)
    /// The sign-up goes on.
    case proceed(by: Decider)
    /// The sign-up goes on, and the queue remembers the person as approved without asking.
    case record(queue: String, by: Decider)
    /// Where the person stands in the queue decides; who stands nowhere goes on.
    case lookUp(queue: String)
    /// Where the person stands in the queue decides; who stands nowhere is asked about.
    case ask(queue: String, by: Decider)
    /// Somebody would have to be asked about a person who could not be recognised later: the sign-up cannot go on.
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

    /// What it comes to for a person who stands in no queue.
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
    /// The identity by which the person is recognised again; nil where there is none with an issuer and an id.
    package var lastingIdentity: Identity? {
        identities.first { !$0.issuer.isEmpty && !$0.issuerAssignedID.isEmpty }
    }

    /// Whether the person can be recognised again: by an identity, else by an address.
    package var isRecognisable: Bool { lastingIdentity != nil || email.flatMap { EmailAddress($0) } != nil }
}
