package import GatehouseModel

/// Lists approval requests: pending ones oldest first, otherwise newest first.
package struct ListApprovals: ControlRequest {
    package typealias Reply = Page<Approval>
    package static let route = Route(
        .get,
        "/v1/approvals",
        .viewer,
        "Approval requests: pending ones oldest first, others newest first."
    )

    package var state: ApprovalState?
    /// In the query language: `queue email issuer state asks since`.
    package var filter: String?
    package var limit: Int?
    package var cursor: String?

    package init(state: ApprovalState? = nil, filter: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.state = state
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }

    package var query: [(name: String, value: String)] {
        pairs(
            ("state", state?.rawValue),
            ("filter", filter),
            ("limit", limit.map(String.init)),
            ("cursor", cursor)
        )
    }
}

/// One approval request with what an admin needs to decide it.
package struct GetApproval: ControlRequest {
    package typealias Reply = ApprovalDetail
    package static let route = Route(
        .get,
        "/v1/approvals/{id}",
        .viewer,
        "One approval request by id or code, with the person's history."
    )
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Takes an approval request for a while, so that nobody else can decide it.
package struct TakeApproval: ControlRequest {
    package typealias Reply = Approval
    package static let route = Route(
        .post,
        "/v1/approvals/{id}/take",
        .approver,
        "Take a request for five minutes; again to renew."
    )
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Releases a taken request.
package struct ReleaseApproval: ControlRequest {
    package typealias Reply = Approval
    package static let route = Route(.post, "/v1/approvals/{id}/release", .approver, "Give a taken request back.")
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Adds a comment to a request.
package struct CommentApproval: ControlRequest {
    package typealias Reply = ApprovalDetail
    package static let route = Route(.post, "/v1/approvals/{id}/comment", .approver, "Add a comment.")

    /// The body.
    package struct Body: Codable, Sendable { package var text: String }

    package var id: String
    package var text: String
    package init(id: String, text: String) {
        self.id = id
        self.text = text
    }
    package var pathValues: [String] { [id] }
    package var body: (any Encodable & Sendable)? { Body(text: text) }
}

/// Approves or denies requests, independently of each other.
package struct DecideApprovals: ControlRequest {
    package typealias Reply = DecideReply
    package static let route = Route(
        .post,
        "/v1/approvals/decide",
        .approver,
        "Approve or deny up to 500 requests; each has its own result."
    )

    package enum Verdict: String, Codable, Sendable, Hashable, CaseIterable { case approve, deny }

    /// The body.
    package struct Body: Codable, Sendable {
        package struct Item: Codable, Sendable, Hashable {
            /// An id or a code.
            package var id: String
            /// The revision that the admin saw; nil to decide on any revision.
            package var revision: Int?

            package init(id: String, revision: Int? = nil) {
                self.id = id
                self.revision = revision
            }
        }
        package var items: [Item]
        package var verdict: Verdict
        /// For the audit log; required to deny.
        package var reason: String?
        /// For the applicant.
        package var message: String?
        /// Only reports what would happen.
        package var dryRun: Bool?

        package init(
            items: [Item],
            verdict: Verdict,
            reason: String? = nil,
            message: String? = nil,
            dryRun: Bool? = nil
        ) {
            self.items = items
            self.verdict = verdict
            self.reason = reason
            self.message = message
            self.dryRun = dryRun
        }
    }

    package var decision: Body
    package init(_ decision: Body) { self.decision = decision }
    package var body: (any Encodable & Sendable)? { decision }
}

/// Previews the effect of a decision on each request: a `DecideApprovals` with `dryRun`.
package struct PreviewDecisions: ControlRequest {
    package typealias Reply = DecideReply
    package static let route = DecideApprovals.route

    package var items: [DecideApprovals.Body.Item]
    package var verdict: DecideApprovals.Verdict
    package init(items: [DecideApprovals.Body.Item], verdict: DecideApprovals.Verdict) {
        self.items = items
        self.verdict = verdict
    }

    /// Denying needs a reason even in a preview.
    package var body: (any Encodable & Sendable)? {
        DecideApprovals.Body(items: items, verdict: verdict, reason: "preview", dryRun: true)
    }
}

/// Undoes the caller's own decisions from the last ten seconds.
package struct UndoDecisions: ControlRequest {
    package typealias Reply = DecideReply
    package static let route = Route(
        .post,
        "/v1/approvals/undo",
        .approver,
        "Take back your own decisions within ten seconds of making them."
    )

    /// The body.
    package struct Body: Codable, Sendable { package var ids: [String] }

    package var ids: [String]
    package init(ids: [String]) { self.ids = ids }
    package var body: (any Encodable & Sendable)? { Body(ids: ids) }
}

/// The results for each request.
package struct DecideReply: Codable, Sendable, Hashable {
    package struct Result: Codable, Sendable, Hashable {
        /// As written in the request.
        package var id: String
        /// The request in its current state, if it exists.
        package var approval: Approval?
        /// Why it was not decided; nil if it was.
        package var problem: Problem?

        package init(id: String, approval: Approval?, problem: Problem? = nil) {
            self.id = id
            self.approval = approval
            self.problem = problem
        }
    }

    package var results: [Result]
    /// The end of the time for `undo`.
    package var undoUntil: Timestamp?

    package init(results: [Result], undoUntil: Timestamp? = nil) {
        self.results = results
        self.undoUntil = undoUntil
    }
}
