/// One HTTP exchange as shown in the journal's list.
package struct CallSummary: Sendable, Hashable, Codable, Identifiable {
    package enum Direction: String, Sendable, Hashable, Codable, CaseIterable { case inbound, outbound }

    package var id: CallID
    package var code: ReferenceCode
    /// The time at which the request was complete.
    package var time: Timestamp
    package var direction: Direction
    /// The endpoint's name as the caller wrote it, cut to 64 bytes; also set for an unknown endpoint.
    package var endpoint: String
    /// Nil if the endpoint is unknown.
    package var dialect: DialectName?
    package var step: Step?
    package var outcome: Outcome
    /// The HTTP status of the answer.
    package var status: Int
    /// The applicant's address as received; masked for viewers.
    package var email: String?
    /// The identity provider of the first identity.
    package var issuer: String?
    /// The time from the complete request to the answer, in milliseconds with three decimals.
    package var tookMs: Double
    package var decidedBy: Decider
    /// The call that this one repeats.
    package var retryOf: CallID?
    /// The sign-up for which an outbound call was made.
    package var signUp: ReferenceCode?
    /// The rules whose condition was true, in order: those that decided, changed or tagged, and those in shadow mode;
    /// nil if there were none.
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

/// One call with all journaled details except the bodies.
package struct CallDetail: Sendable, Hashable, Codable {
    package var call: CallSummary
    package var trace: Trace
    /// The message shown to the person, if any.
    package var message: String?
    /// For a refused call: the reason.
    package var problem: String?
    /// The claims; nil for viewers and for calls whose bodies are no longer kept.
    package var claims: Claims?
    /// The client's IP address, without the port.
    package var client: String?
    /// The approval request that this call created or found.
    package var approval: ReferenceCode?
    /// The sign-up that this call belongs to, if it was made by one of our own user flows.
    package var signUp: ReferenceCode?
    /// How the time of an outbound call was spent.
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

/// The bodies of a call as text. Reading them is recorded in the audit log.
package struct CallBodies: Sendable, Hashable, Codable {
    package var id: CallID
    /// The request's body; bytes that are not UTF-8 are replaced.
    package var request: String
    package var response: String

    package init(id: CallID, request: String, response: String) {
        self.id = id
        self.request = request
        self.response = response
    }
}
