/// The state of an approval request.
package enum ApprovalState: String, Sendable, Hashable, Codable, CaseIterable {
    case pending, approved, denied, expired, withdrawn
}

/// The state of the follow-up work after an approval.
package enum ProvisioningState: String, Sendable, Hashable, Codable, CaseIterable {
    case none, queued, done, failed
}

/// An approval request as shown in lists.
package struct Approval: Sendable, Hashable, Codable, Identifiable {
    package var id: CallID
    package var code: ReferenceCode
    package var queue: String
    package var state: ApprovalState
    /// The applicant's address; masked for viewers.
    package var email: String?
    /// The applicant's name; masked for viewers.
    package var displayName: String?
    package var issuer: String?
    /// How often the applicant asked, including the first time.
    package var asks: Int
    package var created: Timestamp
    package var updated: Timestamp
    /// When it expires if nobody decides.
    package var expires: Timestamp?
    /// What caused the request: `default`, `list:freemail`, …
    package var askedBy: Decider
    /// Who has taken the request; nil if nobody has or the hold has ended.
    package var takenBy: String?
    package var takenUntil: Timestamp?
    package var decidedBy: String?
    package var decidedAt: Timestamp?
    /// The reason for the log.
    package var reason: String?
    /// The text for the applicant.
    package var message: String?
    package var provisioning: ProvisioningState
    /// Increases by one with each change; send it as `If-Match: "N"`.
    package var revision: Int

    package init(
        id: CallID,
        queue: String,
        state: ApprovalState = .pending,
        email: String? = nil,
        displayName: String? = nil,
        issuer: String? = nil,
        asks: Int = 1,
        created: Timestamp,
        updated: Timestamp,
        expires: Timestamp? = nil,
        askedBy: Decider = .byDefault,
        takenBy: String? = nil,
        takenUntil: Timestamp? = nil,
        decidedBy: String? = nil,
        decidedAt: Timestamp? = nil,
        reason: String? = nil,
        message: String? = nil,
        provisioning: ProvisioningState = .none,
        revision: Int = 1
    ) {
        self.id = id
        self.code = id.code
        self.queue = queue
        self.state = state
        self.email = email
        self.displayName = displayName
        self.issuer = issuer
        self.asks = asks
        self.created = created
        self.updated = updated
        self.expires = expires
        self.askedBy = askedBy
        self.takenBy = takenBy
        self.takenUntil = takenUntil
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.reason = reason
        self.message = message
        self.provisioning = provisioning
        self.revision = revision
    }
}

/// An approval request with everything that an admin needs to decide it.
package struct ApprovalDetail: Sendable, Hashable, Codable {
    package var approval: Approval
    /// The claims of the latest ask; nil for viewers.
    package var claims: Claims?
    /// The call that created the request.
    package var call: CallID?
    /// Earlier requests of the same person (same identity or address), newest first, at most 20.
    package var earlier: [Approval]
    /// Other requests from the same domain, newest first, at most 20.
    package var sameDomain: [Approval]
    /// All requests from the domain, counted by state.
    package var domainCounts: [String: Int]
    package var comments: [Comment]

    package init(
        approval: Approval,
        claims: Claims? = nil,
        call: CallID? = nil,
        earlier: [Approval] = [],
        sameDomain: [Approval] = [],
        domainCounts: [String: Int] = [:],
        comments: [Comment] = []
    ) {
        self.approval = approval
        self.claims = claims
        self.call = call
        self.earlier = earlier
        self.sameDomain = sameDomain
        self.domainCounts = domainCounts
        self.comments = comments
    }

    package struct Comment: Sendable, Hashable, Codable {
        package var time: Timestamp
        package var user: String
        package var text: String

        package init(time: Timestamp, user: String, text: String) {
            self.time = time
            self.user = user
            self.text = text
        }
    }
}
