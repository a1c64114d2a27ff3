package import GatehouseModel

/// The daemon's status.
package struct GetStatus: ControlRequest {
    package typealias Reply = DaemonStatus
    package static let route = Route(.get, "/v1/status", .viewer, "The daemon at a glance.")
    package init() {}
}

/// The caller's identity and role as the daemon sees them.
package struct GetWhoAmI: ControlRequest {
    package typealias Reply = WhoAmI
    package static let route = Route(.get, "/v1/whoami", .viewer, "Who the daemon takes you for, and why.")
    package init() {}
}

/// All endpoints of the policy.
package struct ListEndpoints: ControlRequest {
    package typealias Reply = Page<EndpointSummary>
    package static let route = Route(.get, "/v1/endpoints", .viewer, "All endpoints, in the policy's order.")
    package init() {}
}

/// One endpoint.
package struct GetEndpoint: ControlRequest {
    package typealias Reply = EndpointSummary
    package static let route = Route(.get, "/v1/endpoints/{name}", .viewer, "One endpoint.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// The policy document in force.
package struct GetPolicy: ControlRequest {
    package typealias Reply = PolicyDocumentReply
    package static let route = Route(.get, "/v1/policy", .viewer, "The policy document in force and its revision.")
    package init() {}
}

/// Replaces the policy document if the revision that the caller has seen is still current.
package struct ApplyPolicy: ControlRequest {
    package typealias Reply = PolicyDocumentReply
    package static let route = Route(.put, "/v1/policy", .admin, "Replace the policy document. Needs If-Match.")

    /// The body.
    package struct Document: Codable, Sendable {
        /// TOML, at most 1 MiB.
        package var document: String
        package var comment: String?
    }

    package var document: String
    package var comment: String?
    /// The revision on which the new document is based.
    package var base: Int

    package init(document: String, comment: String? = nil, base: Int) {
        self.document = document
        self.comment = comment
        self.base = base
    }

    package var body: (any Encodable & Sendable)? { Document(document: document, comment: comment) }
    package var ifMatch: Int? { base }
}

/// A policy document and its revision.
package struct PolicyDocumentReply: Codable, Sendable, Hashable {
    package var revision: Int
    package var applied: Timestamp
    package var user: String
    package var comment: String?
    /// TOML.
    package var document: String

    package init(revision: Int, applied: Timestamp, user: String, comment: String?, document: String) {
        self.revision = revision
        self.applied = applied
        self.user = user
        self.comment = comment
        self.document = document
    }
}
