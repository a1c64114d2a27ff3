/// One HTTP exchange as the journal's list shows it.
package struct CallSummary: Sendable, Hashable, Codable, Identifiable {
    package enum Direction: String, Sendable, Hashable, Codable, CaseIterable { case inbound, outbound }

    package var id: CallID
    package var code: ReferenceCode
    /// When the request was complete.
    package var time: Timestamp
    package var direction: Direction
    /// The endpoint's name as it was asked for; of an unknown one too, cut to 64 bytes.
    package var endpoint: String
    /// Nil when the endpoint is unknown.
    package var dialect: DialectName?
    package var step: Step?
    package var outcome: Outcome
    /// The HTTP status of the answer.
    package var status: Int
    /// The applicant's address as it came; masked for viewers.
    package var email: String?
    /// The identity provider of the first identity.
    package var issuer: String?
    /// From the complete request to the answer, milliseconds with three decimals.
    package var tookMs: Double
    package var decidedBy: Decider
    /// The call this one repeats.
    package var retryOf: CallID?
    /// The sign-up that an outbound call was made for.
    package var signUp: ReferenceCode?
    /// Rules whose condition was true, in order: those that decided, changed or marked something, and those in shadow;
    /// nil where there were none.
    package var matched: [String]?

    package init(
        id: CallID,
        time: Timestamp,
        direction: Direction = .inbound,
        endpoint: String,
        dialect: DialectName? = nil,
        step: Step? = nil,
        outcome: Outcome,
        status: Int,
        email: String? = nil,
        issuer: String? = nil,
        tookMs: Double,
        decidedBy: Decider,
        retryOf: CallID? = nil,
        signUp: ReferenceCode? = nil,
        matched: [String]? = nil
    ) {
        self.id = id
        self.code = id.code
        self.time = time
        self.direction = direction
        self.endpoint = endpoint
        self.dialect = dialect
        self.step = step
        self.outcome = outcome
        self.status = status
        self.email = email
        self.issuer = issuer
        self.tookMs = tookMs
        self.decidedBy = decidedBy
        self.retryOf = retryOf
        self.signUp = signUp
        self.matched = matched
    }
}

/// One call with everything the journal knows except the bodies.
package struct CallDetail: Sendable, Hashable, Codable {
    package var call: CallSummary
    package var trace: Trace
    /// What the person was told, if anything.
    package var message: String?
    /// For a refused call: what was wrong with it.
    package var problem: String?
    /// The claims; nil for viewers and for calls whose bodies are past retention.
    package var claims: Claims?
    /// The address that connected, without port.
    package var client: String?
    /// The approval this call asked for or met.
    package var approval: ReferenceCode?
    /// The sign-up that this call belongs to, when it was one of our own user flows'.
    package var signUp: ReferenceCode?
    /// Where the time of an outbound call went.
    package var timing: CallTiming?
    /// Whether the bodies are still kept.
    package var bodiesKept: Bool

    package init(
        call: CallSummary,
        trace: Trace,
        message: String? = nil,
        problem: String? = nil,
        claims: Claims? = nil,
        client: String? = nil,
        approval: ReferenceCode? = nil,
        signUp: ReferenceCode? = nil,
        timing: CallTiming? = nil,
        bodiesKept: Bool = false
    ) {
        self.call = call
        self.trace = trace
        self.message = message
        self.problem = problem
        self.claims = claims
        self.client = client
        self.approval = approval
        self.signUp = signUp
        self.timing = timing
        self.bodiesKept = bodiesKept
    }
}

/// The exact bytes of a call, as text. Showing them is audited.
package struct CallBodies: Sendable, Hashable, Codable {
    package var id: CallID
    /// The request's body; bytes that are no UTF-8 are replaced.
    package var request: String
    package var response: String

    package init(id: CallID, request: String, response: String) {
        self.id = id
        self.request = request
        self.response = response
    }
}
