package import GatehouseModel

/// The audit log, newest first.
package struct ListAudit: FilteredRequest {
    package typealias Reply = Page<AuditRecord>
    package static let route = Route(.get, "/v1/audit", .viewer, "The audit log, newest first.")
    /// In the query language: `user action subject since`.
    package var filter: String?
    package var limit: Int?
    package var cursor: String?
    package init(filter: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}

/// Verifies the whole audit chain.
package struct VerifyAudit: ControlRequest {
    package typealias Reply = AuditVerification
    package static let route = Route(
        .get,
        "/v1/audit/verification",
        .viewer,
        "Check the whole chain and name the first record that is wrong."
    )
    /// A checkpoint from the system log that must be in the chain: `NUMBER:HASH`.
    package var against: String?
    package init(against: String? = nil) { self.against = against }

    package var query: [(name: String, value: String)] { pairs(("against", against)) }
}

/// The result of verifying the audit chain.
package struct AuditVerification: Codable, Sendable, Hashable {
    package var intact: Bool
    package var records: Int
    /// The hash of the newest record.
    package var head: String
    /// The number of the first wrong record; `detail` says what is wrong with it.
    package var brokenAt: Int?
    package var detail: String?

    package init(intact: Bool, records: Int, head: String, brokenAt: Int? = nil, detail: String? = nil) {
        self.intact = intact
        self.records = records
        self.head = head
        self.brokenAt = brokenAt
        self.detail = detail
    }
}
