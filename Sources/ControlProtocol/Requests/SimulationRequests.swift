package import GatehouseModel

/// Starts to replay kept calls under another policy. The reply has the id to ask for progress with.
package struct StartSimulation: ControlRequest {
    package typealias Reply = Simulation
    package static let route = Route(.post, "/v1/policy/simulations", .approver, "Replay kept calls under a draft.")

    /// The body.
    package struct Body: Codable, Sendable, Hashable {
        /// The policy to try, in TOML.
        package var document: String
        /// The time of the first call; by default seven days ago.
        package var since: Timestamp?
        /// Selects calls, in the query language.
        package var filter: String?
        /// The maximum number of calls, newest first; by default 1,000,000.
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

/// The progress and results of a simulation.
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

/// Cancels a simulation; its results so far stay readable.
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
