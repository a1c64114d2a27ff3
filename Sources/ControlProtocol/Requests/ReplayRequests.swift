package import GatehouseModel

/// Judges kept calls again, one by one, with full traces. Changes nothing.
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
        /// Ids or codes, at most 200; if nil, `filter` selects the calls.
        package var calls: [String]?
        /// In the query language; selects the newest matching calls.
        package var filter: String?
        /// 1 to 200; by default 20.
        package var limit: Int?
        /// The policy for the replay, in TOML; by default the one in force.
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

/// A kept call that was judged again.
package struct ReplayedCall: Codable, Sendable, Hashable {
    /// The call as recorded.
    package var call: CallSummary
    /// The new outcome; nil if the call cannot be judged again.
    package var outcome: Outcome?
    package var decidedBy: Decider?
    /// Why it cannot be judged again: `body past retention`.
    package var obstacle: String?
    /// What was considered, in order.
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
