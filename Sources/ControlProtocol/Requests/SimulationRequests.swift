package import GatehouseModel

/// Begins to replay kept calls under another policy. The answer has the number to ask for progress with.
package struct StartSimulation: ControlRequest {
    package typealias Reply = Simulation
    package static let route = Route(.post, "/v1/policy/simulations", .approver, "Replay kept calls under a draft.")

    /// The body.
    package struct Body: Codable, Sendable, Hashable {
        /// The policy to try, TOML.
        package var document: String
        /// Calls from this moment on; seven days back unless said.
        package var since: Timestamp?
        /// Which of them, in the query language.
        package var filter: String?
        /// At most so many, the newest; 1,000,000 unless said.
        package var limit: Int?

        package init(document: String, since: Timestamp? = nil, filter: String? = nil, limit: Int? = nil) {
            self.document = document
            self.since = since
            self.filter = filter
            self.limit = limit
        }
    }

    package var plan: Body
    package init(_ plan: Body) { self.plan = plan }
    package var body: (any Encodable & Sendable)? { plan }
}

/// How far a simulation is, and what it found.
package struct GetSimulation: ControlRequest {
    package typealias Reply = Simulation
    package static let route = Route(
        .get,
        "/v1/policy/simulations/{id}",
        .viewer,
        "Progress and report of a simulation."
    )
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Ends a simulation early; what it found so far stays readable.
package struct CancelSimulation: ControlRequest {
    package typealias Reply = Simulation
    package static let route = Route(.post, "/v1/policy/simulations/{id}/cancel", .approver, "End a simulation early.")
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// The calls whose decision flips, newest first.
package struct ListFlips: ControlRequest {
    package typealias Reply = Page<Flip>
    package static let route = Route(.get, "/v1/policy/simulations/{id}/flips", .viewer, "Calls whose decision flips.")

    package var id: String
    package var from: Outcome?
    package var to: Outcome?
    /// What decides under the draft: `rule:postal code`.
    package var decidedBy: String?
    package var limit: Int?
    package var cursor: String?

    package init(
        id: String,
        from: Outcome? = nil,
        to: Outcome? = nil,
        decidedBy: String? = nil,
        limit: Int? = nil,
        cursor: String? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.decidedBy = decidedBy
        self.limit = limit
        self.cursor = cursor
    }

    package var pathValues: [String] { [id] }
    package var query: [(name: String, value: String)] {
        pairs(
            ("from", from?.rawValue),
            ("to", to?.rawValue),
            ("decided_by", decidedBy),
            ("limit", limit.map(String.init)),
            ("cursor", cursor)
        )
    }
}

/// A replay of kept calls: its progress, and its report, which grows while it runs.
package struct Simulation: Codable, Sendable, Hashable, Identifiable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable { case running, done, cancelled, failed }

    /// Calls that go from one outcome to another.
    package struct FlipGroup: Codable, Sendable, Hashable {
        package var from: Outcome
        package var to: Outcome
        /// What decides under the draft, or, where nothing does, what decided before.
        package var decidedBy: Decider
        package var calls: Int
        /// Different people among them.
        package var people: Int

        package init(from: Outcome, to: Outcome, decidedBy: Decider, calls: Int, people: Int) {
            self.from = from
            self.to = to
            self.decidedBy = decidedBy
            self.calls = calls
            self.people = people
        }
    }

    package var id: String
    package var state: State
    /// The revision in force that the draft is compared with.
    package var revision: Int
    package var since: Timestamp
    package var started: Timestamp
    package var finished: Timestamp?
    /// Calls replayed.
    package var replayed: Int
    /// Calls to be looked at, as far as known.
    package var total: Int
    package var unchanged: Int
    package var flips: [FlipGroup]
    /// Why calls could not be replayed → how many: `body past retention`, `refused before any decision`.
    package var notReplayable: [String: Int]
    /// Why it failed.
    package var problem: String?

    package init(
        id: String,
        state: State,
        revision: Int,
        since: Timestamp,
        started: Timestamp,
        finished: Timestamp? = nil,
        replayed: Int = 0,
        total: Int = 0,
        unchanged: Int = 0,
        flips: [FlipGroup] = [],
        notReplayable: [String: Int] = [:],
        problem: String? = nil
    ) {
        self.id = id
        self.state = state
        self.revision = revision
        self.since = since
        self.started = started
        self.finished = finished
        self.replayed = replayed
        self.total = total
        self.unchanged = unchanged
        self.flips = flips
        self.notReplayable = notReplayable
        self.problem = problem
    }
}

/// One call that flips.
package struct Flip: Codable, Sendable, Hashable, Identifiable {
    package var id: CallID { call.id }
    package var call: CallSummary
    package var from: Outcome
    package var to: Outcome
    package var decidedBy: Decider

    package init(call: CallSummary, from: Outcome, to: Outcome, decidedBy: Decider) {
        self.call = call
        self.from = from
        self.to = to
        self.decidedBy = decidedBy
    }

    private enum CodingKeys: String, CodingKey { case call, from, to, decidedBy }
}

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
