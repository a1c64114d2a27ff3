package import GatehouseModel

/// A policy as it was applied.
package struct PolicyRevision: Sendable, Hashable {
    /// 1, 2, 3, …
    package var number: Int
    package var time: Timestamp
    package var uid: UInt32?
    package var user: String
    package var comment: String?
    /// The document, byte for byte; nil if it was not requested.
    package var toml: String?

    package init(number: Int, time: Timestamp, uid: UInt32?, user: String, comment: String?, toml: String?) {
        self.number = number
        self.time = time
        self.uid = uid
        self.user = user
        self.comment = comment
        self.toml = toml
    }
}

/// Stores every policy that was ever applied.
package struct PolicyHistory: Sendable {
    /// The maximum size of a document, in UTF-8 bytes.
    package static let sizeLimit = PolicyRevisionSummary.documentLimit

    private let store: StateStore

    package init(store: StateStore) { self.store = store }

    /// The result of an attempt to apply a policy.
    package enum Applied: Sendable, Hashable {
        /// It is now the current policy.
        case applied(PolicyRevision)
        /// Another policy was applied since `base` was read; this is the current one.
        case baseIsOld(current: PolicyRevision)
    }

    /// The current policy; nil before the first one.
    package func current() async throws -> PolicyRevision? {
        try await store.read { transaction in try Self.current(in: transaction) }
    }

    /// One revision with its document; nil if there is none with this number.
    package func revision(_ number: Int) async throws -> PolicyRevision? {
        try await store.read { transaction in
            try transaction.first("\(Self.select) WHERE number = ?", [number], Self.revision)
        }
    }

    /// Revisions without their documents, newest first.
    package func revisions(before number: Int? = nil, limit: Int = 100) async throws -> [PolicyRevision] {
        try await store.read { transaction in
            try transaction.rows(
                "SELECT number, time, uid, user, comment, NULL FROM policy_revision WHERE number < ?"
                    + " ORDER BY number DESC LIMIT ?",
                [number ?? Int.max, min(max(limit, 1), 1000)],
                Self.revision
            )
        }
    }

    /// Makes `toml` the current policy if `base` is still the current revision.
    ///
    /// The document must already be checked; only its size is checked here.
    ///
    /// - Parameters:
    ///   - base: the revision on which the change is based; nil for the very first policy.
    ///   - restoring: the revision whose document this is, for a roll-back.
    ///   - reply: stored for the sender in the same transaction, if the policy is applied.
    ///   - published: called on the writer's thread once the policy is on stable storage, if it was applied.
    /// - Throws: `StateError.invalid` if the document is too large; errors of the store.
    package func apply(
        _ toml: String,
        base: Int?,
        by actor: Actor,
        comment: String? = nil,
        restoring: Int? = nil,
        keeping reply: RecordedReply<PolicyRevision>? = nil,
        at time: Timestamp,
        published: @escaping @Sendable (PolicyRevision) -> Void = { _ in }
    ) async throws -> Applied {
        guard toml.utf8.count <= Self.sizeLimit else {
            throw StateError.invalid("the policy has \(toml.utf8.count) bytes; at most \(Self.sizeLimit) are accepted")
        }
        return try await store.write { transaction in
            let current = try Self.current(in: transaction)
            if let current, current.number != base { return .baseIsOld(current: current) }
            let next = PolicyRevision(
                number: (current?.number ?? 0) + 1,
                time: time,
                uid: actor.uid,
                user: actor.user,
                comment: comment,
                toml: toml
            )
            try Self.insert(next, into: transaction)
            try transaction.record(
                Change(
                    restoring == nil ? .policyApplied : .policyRolledBack,
                    of: "policy:\(next.number)",
                    by: actor,
                    before: current.map { .object(["revision": .int(Int64($0.number))]) },
                    after: .object([
                        "revision": .int(Int64(next.number)), "bytes": .int(Int64(toml.utf8.count)),
                        "comment": comment.map(JSONValue.string) ?? .null,
                        "restores": restoring.map { .int(Int64($0)) } ?? .null,
                    ]),
                    at: time
                )
            )
            try reply?.keep(next, in: transaction)
            return .applied(next)
        } published: { applied in
            if case .applied(let revision) = applied { published(revision) }
        }
    }

    private static let select = "SELECT number, time, uid, user, comment, toml FROM policy_revision"

    static func current(in transaction: Transaction) throws -> PolicyRevision? {
        try transaction.first("\(select) ORDER BY number DESC LIMIT 1") { try revision($0) }
    }

    private static func insert(_ revision: PolicyRevision, into transaction: Transaction) throws {
        try transaction.execute(
            "INSERT INTO policy_revision (number, time, uid, user, comment, toml) VALUES (?, ?, ?, ?, ?, ?)",
            [
                revision.number, revision.time.milliseconds, revision.uid, revision.user, revision.comment,
                revision.toml,
            ]
        )
    }

    private static func revision(_ row: borrowing StoredRow) throws -> PolicyRevision {
        PolicyRevision(
            number: try row[0],
            time: Timestamp(milliseconds: try row[1]),
            uid: (try row[2] as Int64?).flatMap(UInt32.init(exactly:)),
            user: try row[3],
            comment: try row[4],
            toml: try row[5]
        )
    }
}
