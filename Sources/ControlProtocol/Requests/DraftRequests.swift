package import GatehouseModel

/// A draft of the policy. Its name is by default the user's own.
package struct PolicyDraft: Codable, Sendable, Hashable {
    package var name: String
    /// The revision that it is based on.
    package var base: Int
    /// The revision in force; higher than `base` if another policy was applied meanwhile.
    package var current: Int
    package var user: String
    package var updated: Timestamp
    /// Increases with each change of the draft.
    package var edition: Int
    /// TOML.
    package var document: String
    package var check: PolicyCheck
    /// The rules of the draft, in order; empty if it cannot be parsed.
    package var rules: [RuleDefinition]

    package init(
        name: String,
        base: Int,
        current: Int,
        user: String,
        updated: Timestamp,
        edition: Int,
        document: String,
        check: PolicyCheck,
        rules: [RuleDefinition]
    ) {
        self.name = name
        self.base = base
        self.current = current
        self.user = user
        self.updated = updated
        self.edition = edition
        self.document = document
        self.check = check
        self.rules = rules
    }
}

/// All drafts, newest change first, without their documents.
package struct ListDrafts: ControlRequest {
    package typealias Reply = Page<PolicyDraft>
    package static let route = Route(.get, "/v1/policy/drafts", .viewer, "All drafts, without their documents.")
    package init() {}
}

/// One draft.
package struct GetDraft: ControlRequest {
    package typealias Reply = PolicyDraft
    package static let route = Route(.get, "/v1/policy/drafts/{name}", .viewer, "One draft.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// Keeps a document as a draft, be it right or not. `If-Match` holds the edition that was seen; nil for a new one.
package struct SaveDraft: ControlRequest {
    package typealias Reply = PolicyDraft
    package static let route = Route(.put, "/v1/policy/drafts/{name}", .admin, "Keep a document as a draft.")

    /// The body.
    package struct Body: Codable, Sendable {
        package var document: String
        /// The revision that it is based on; by default the current one.
        package var base: Int?
    }

    package var name: String
    package var document: String
    package var base: Int?
    package var edition: Int?

    package init(name: String, document: String, base: Int? = nil, edition: Int? = nil) {
        self.name = name
        self.document = document
        self.base = base
        self.edition = edition
    }

    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(document: document, base: base) }
    package var ifMatch: Int? { edition }
}

/// Changes rules of a draft; if there is none, starts one from the current policy. The rest of the text, including
/// comments, is unchanged.
package struct EditDraft: ControlRequest {
    package typealias Reply = PolicyDraft
    package static let route = Route(.patch, "/v1/policy/drafts/{name}", .admin, "Change rules of a draft.")

    /// One change.
    package struct Edit: Codable, Sendable, Hashable {
        package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
            /// Writes `rule` in place of the one named `name`, or as a new rule if `name` is nil.
            case put
            case remove
            /// Moves `name` before `before`, or to the end.
            case move
        }

        package var kind: Kind
        /// The rule that is changed.
        package var name: String?
        package var rule: RuleDefinition?
        /// The rule before which it is placed; nil for the end.
        package var before: String?

        package init(kind: Kind, name: String? = nil, rule: RuleDefinition? = nil, before: String? = nil) {
            self.kind = kind
            self.name = name
            self.rule = rule
            self.before = before
        }
    }

    /// The body.
    package struct Body: Codable, Sendable { package var edits: [Edit] }

    package var name: String
    package var edits: [Edit]
    package var edition: Int?

    package init(name: String, edits: [Edit], edition: Int? = nil) {
        self.name = name
        self.edits = edits
        self.edition = edition
    }

    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(edits: edits) }
    package var ifMatch: Int? { edition }
}

/// Discards a draft.
package struct DiscardDraft: ControlRequest {
    package typealias Reply = Done
    package static let route = Route(.post, "/v1/policy/drafts/{name}/discard", .admin, "Forget a draft.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}
