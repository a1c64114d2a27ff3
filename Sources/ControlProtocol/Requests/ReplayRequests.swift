package import GatehouseModel

/// Judges kept calls again, one by one, with the why of each. Nothing changes.
package struct ReplayCalls: ControlRequest {
    package typealias Reply = Page<ReplayedCall>
    package static let route = Route(
        .post,
        "/v1/calls/replay",
        .approver,
        "Judge kept calls again, under the policy in force or a document.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable, Hashable {
        /// Ids or codes, at most 200; else `filter` says which.
        package var calls: [String]?
        /// In the query language; the newest calls that match.
        package var filter: String?
        /// 1 to 200; 20 unless said.
        package var limit: Int?
        /// The policy to judge them under, TOML; the one in force unless said.
        package var document: String?

        package init(calls: [String]? = nil, filter: String? = nil, limit: Int? = nil, document: String? = nil) {
            self.calls = calls
            self.filter = filter
            self.limit = limit
            self.document = document
        }
    }

    package var question: Body
    package init(_ question: Body) { self.question = question }
    package var body: (any Encodable & Sendable)? { question }
}

/// A kept call judged again.
package struct ReplayedCall: Codable, Sendable, Hashable {
    /// As it was recorded.
    package var call: CallSummary
    /// The outcome now; nil when the call cannot be judged again.
    package var outcome: Outcome?
    package var decidedBy: Decider?
    /// Why it cannot be judged again: `body past retention`.
    package var obstacle: String?
    /// What was looked at, in order.
    package var considered: [Trace.Considered]
    package var notes: [String]

    package init(
        call: CallSummary,
        outcome: Outcome? = nil,
        decidedBy: Decider? = nil,
        obstacle: String? = nil,
        considered: [Trace.Considered] = [],
        notes: [String] = []
    ) {
        self.call = call
        self.outcome = outcome
        self.decidedBy = decidedBy
        self.obstacle = obstacle
        self.considered = considered
        self.notes = notes
    }
}
