package import GatehouseModel

/// The revisions of the policy, newest first.
package struct ListRevisions: ControlRequest {
    package typealias Reply = Page<PolicyRevisionSummary>
    package static let route = Route(
        .get,
        "/v1/policy/revisions",
        .viewer,
        "Every policy that was applied, newest first."
    )

    /// 1 to 1,000; by default 100.
    package var limit: Int?
    package var cursor: String?

    package init(limit: Int? = nil, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    package var query: [(name: String, value: String)] { pairs(("limit", limit.map(String.init)), ("cursor", cursor)) }
}

/// One revision with its document.
package struct GetRevision: ControlRequest {
    package typealias Reply = PolicyDocumentReply
    package static let route = Route(.get, "/v1/policy/revisions/{number}", .viewer, "One revision with its document.")
    package var number: Int
    package init(number: Int) { self.number = number }
    package var pathValues: [String] { [String(number)] }
}

/// Makes the document of an earlier revision the current policy again, as a new revision.
package struct RollBackPolicy: ControlRequest {
    package typealias Reply = PolicyDocumentReply
    package static let route = Route(
        .post,
        "/v1/policy/rollback",
        .admin,
        "Apply the document of an earlier revision again, as a new revision. Needs If-Match."
    )

    /// The body.
    package struct Body: Codable, Sendable {
        /// The revision whose document to restore.
        package var revision: Int
        package var comment: String?
    }

    package var revision: Int
    package var comment: String?
    /// The revision that the caller believes is current.
    package var base: Int

    package init(revision: Int, comment: String? = nil, base: Int) {
        self.revision = revision
        self.comment = comment
        self.base = base
    }

    package var body: (any Encodable & Sendable)? { Body(revision: revision, comment: comment) }
    package var ifMatch: Int? { base }
}

/// Checks whether a document could be applied; changes nothing.
package struct CheckPolicy: ControlRequest {
    package typealias Reply = PolicyCheck
    package static let route = Route(
        .post,
        "/v1/policy/check",
        .viewer,
        "Whether a document could be applied.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable { package var document: String }

    package var document: String
    package init(document: String) { self.document = document }
    package var body: (any Encodable & Sendable)? { Body(document: document) }
}

/// Faults of a document, and warnings.
package struct PolicyCheck: Codable, Sendable, Hashable {
    /// What prevents applying it; empty if nothing does.
    package var problems: [PolicyRemark]
    /// Warnings for an admin: a rule that can never match, or that an earlier rule always precedes.
    package var warnings: [PolicyRemark]

    package init(problems: [PolicyRemark] = [], warnings: [PolicyRemark] = []) {
        self.problems = problems
        self.warnings = warnings
    }
}

/// A remark with its place in the document.
package struct PolicyRemark: Codable, Sendable, Hashable {
    /// Starts at 1; nil for the whole document.
    package var line: Int?
    package var column: Int?
    /// The fault and its remedy.
    package var text: String
    /// The rule or other part concerned: `rule:postal code`.
    package var subject: String?

    package init(line: Int? = nil, column: Int? = nil, text: String, subject: String? = nil) {
        self.line = line
        self.column = column
        self.text = text
        self.subject = subject
    }
}

/// Compares two documents. Without `document`, the newer side is revision `to`.
package struct DiffPolicy: ControlRequest {
    package typealias Reply = PolicyDiff
    package static let route = Route(
        .post,
        "/v1/policy/diff",
        .viewer,
        "Compare a document with a revision.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable, Hashable {
        /// The newer side.
        package var document: String?
        /// The revision of the newer side, if there is no document; by default the current one.
        package var to: Int?
        /// The older side; by default the current revision.
        package var from: Int?
        /// With `document`: the revision it is based on. If that is no longer current, the reply also compares with
        /// others' changes.
        package var base: Int?

        package init(document: String? = nil, to: Int? = nil, from: Int? = nil, base: Int? = nil) {
            self.document = document
            self.to = to
            self.from = from
            self.base = base
        }
    }

    package var sides: Body
    package init(_ sides: Body) { self.sides = sides }
    package var body: (any Encodable & Sendable)? { sides }
}

/// The differences between two documents, by part and by line.
package struct PolicyDiff: Codable, Sendable, Hashable {
    /// One named part that differs.
    package struct Part: Codable, Sendable, Hashable {
        package enum Change: String, Codable, Sendable, Hashable, CaseIterable { case added, removed, changed, moved }

        /// `rule:postal code`, `list:partners`, `endpoint:check-approval`.
        package var subject: String
        package var change: Change
        /// The changed members, one sentence each: `mode: shadow → enforce`.
        package var details: [String]

        package init(subject: String, change: Change, details: [String] = []) {
            self.subject = subject
            self.change = change
            self.details = details
        }
    }

    package struct Line: Codable, Sendable, Hashable {
        package enum Side: String, Codable, Sendable, Hashable, CaseIterable { case same, removed, added }

        package var side: Side
        package var text: String

        package init(side: Side, text: String) {
            self.side = side
            self.text = text
        }
    }

    /// The compared revisions; nil for a document that is not a revision.
    package var from: Int?
    package var to: Int?
    package var parts: [Part]
    /// Three lines of context around each change; `@@` lines between the sections.
    package var lines: [Line]
    /// If the document's base is no longer current: what others changed since.
    package var theirs: [Part]
    /// Parts that both sides changed; a person must check them before applying.
    package var conflicts: [String]
    /// The document merged with others' changes, if there are no conflicts.
    package var merged: String?

    package init(
        from: Int? = nil,
        to: Int? = nil,
        parts: [Part],
        lines: [Line],
        theirs: [Part] = [],
        conflicts: [String] = [],
        merged: String? = nil
    ) {
        self.from = from
        self.to = to
        self.parts = parts
        self.lines = lines
        self.theirs = theirs
        self.conflicts = conflicts
        self.merged = merged
    }
}
