package import GatehouseModel

/// A draft of the policy, as stored.
package struct StoredDraft: Sendable, Hashable {
    package var name: String
    /// The revision that it is based on.
    package var base: Int
    package var uid: UInt32?
    package var user: String
    package var updated: Timestamp
    /// Increases with each change, across all drafts with this name.
    package var edition: Int
    package var toml: String
}

/// Stores drafts of the policy by name.
package struct DraftStore: Sendable {
    /// The maximum number of drafts.
    package static let countLimit = 64
    /// The maximum size of a document, in UTF-8 bytes; a larger one could not be applied.
    package static let sizeLimit = PolicyRevisionSummary.documentLimit
    /// The maximum length of a name, in UTF-8 bytes.
    package static let nameLimit = 64

    private let store: StateStore

    package init(store: StateStore) { self.store = store }

    /// The result of an attempt to save a draft.
    package enum Saved: Sendable, Hashable {
        case saved(StoredDraft)
        /// Another user changed it meanwhile; nil if it was discarded.
        case changedSince(StoredDraft?)
    }

    /// All drafts, newest change first.
    package func all() async throws -> [StoredDraft] {
        try await store.read { transaction in
            try transaction.rows("\(Self.select) ORDER BY updated DESC, name") { try Self.draft($0) }
        }
    }

    /// One draft; nil if there is none of this name.
    package func draft(_ name: String) async throws -> StoredDraft? {
        try await store.read { transaction in try Self.draft(name, in: transaction) }
    }

    /// Saves a document under a name.
    ///
    /// - Parameter seen: the edition that the user saw; nil for a new draft.
    /// - Throws: `StateError.invalid` for an invalid name or size, `StateError.conflict` for too many drafts; errors of
    ///   the store.
    package func save(
        _ toml: String,
        as name: String,
        base: Int,
        seen: Int?,
        by actor: Actor,
        at time: Timestamp
    ) async throws -> Saved {
        try Self.check(name)
        guard toml.utf8.count <= Self.sizeLimit else {
            throw StateError.invalid("the draft has \(toml.utf8.count) bytes; at most \(Self.sizeLimit) are kept")
        }
        return try await store.write(weight: 1024 + toml.utf8.count) { transaction in
            let present = try Self.draft(name, in: transaction)
            guard present?.edition == seen else { return .changedSince(present) }
            if present == nil { try Self.checkRoom(in: transaction) }
            let draft = StoredDraft(
                name: name,
                base: base,
                uid: actor.uid,
                user: actor.user,
                updated: time,
                edition: (present?.edition ?? 0) + 1,
                toml: toml
            )
            try Self.put(draft, in: transaction)
            try transaction.record(
                Change(
                    .draftSaved,
                    of: "draft:\(name)",
                    by: actor,
                    before: present.map(Self.facts),
                    after: Self.facts(of: draft),
                    at: time
                )
            )
            return .saved(draft)
        }
    }

    /// Discards a draft; false if there is none with this name.
    package func discard(_ name: String, by actor: Actor, at time: Timestamp) async throws -> Bool {
        try await store.write { transaction in
            guard let present = try Self.draft(name, in: transaction) else { return false }
            try transaction.execute("DELETE FROM policy_draft WHERE name = ?", [name])
            try transaction.record(
                Change(
                    .draftDiscarded,
                    of: "draft:\(name)",
                    by: actor,
                    before: Self.facts(of: present),
                    at: time
                )
            )
            return true
        }
    }

    /// - Throws: `StateError.invalid` for an empty or long name, and for one with control characters or `/`.
    static func check(_ name: String) throws(StateError) {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar != "/"
                && ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned]
                    .contains(scalar.properties.generalCategory)
        }
        guard !name.isEmpty, name.utf8.count <= nameLimit, isPlain else {
            throw .invalid("a draft's name has 1 to \(nameLimit) bytes, without / and control characters")
        }
    }

    private static func checkRoom(in transaction: Transaction) throws {
        let count = try transaction.value("SELECT count(*) FROM policy_draft") ?? 0
        guard count < countLimit else {
            throw StateError.conflict("there are \(count) drafts already; discard one that nobody needs")
        }
    }

    private static func put(_ draft: StoredDraft, in transaction: Transaction) throws {
        try transaction.execute(
            "INSERT INTO policy_draft (name, base, uid, user, updated, edition, toml)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET base = excluded.base, uid = excluded.uid,"
                + " user = excluded.user, updated = excluded.updated, edition = excluded.edition, toml = excluded.toml",
            [
                draft.name, draft.base, draft.uid, draft.user, draft.updated.milliseconds, draft.edition, draft.toml,
            ]
        )
    }

    private static func facts(of draft: StoredDraft) -> JSONValue {
        .object([
            "base": .int(Int64(draft.base)), "edition": .int(Int64(draft.edition)),
            "bytes": .int(Int64(draft.toml.utf8.count)),
        ])
    }

    private static let select = "SELECT name, base, uid, user, updated, edition, toml FROM policy_draft"

    private static func draft(_ name: String, in transaction: Transaction) throws -> StoredDraft? {
        try transaction.first("\(select) WHERE name = ?", [name], draft)
    }

    private static func draft(_ row: borrowing StoredRow) throws -> StoredDraft {
        StoredDraft(
            name: try row[0],
            base: try row[1],
            uid: (try row[2] as Int64?).flatMap(UInt32.init(exactly:)),
            user: try row[3],
            updated: Timestamp(milliseconds: try row[4]),
            edition: try row[5],
            toml: try row[6]
        )
    }
}
