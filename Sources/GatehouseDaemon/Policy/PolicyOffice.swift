package import ControlProtocol
package import GatehouseModel
package import PolicyEngine
import StrictTOML

/// Puts policies in force: checks a whole document, stores it, and replaces the policy without delaying a call.
///
/// All errors are found before anything is changed, so the running policy is never partly replaced.
package final class PolicyOffice: Sendable {
    let history: PolicyHistory
    let lists: ListBook
    let tables: TableBook
    private let holder: PolicyHolder
    let secrets: String
    private let onApply: @Sendable (PolicyRevisionSummary) -> Void

    /// - Parameters:
    ///   - secrets: the base of relative paths to secret files.
    ///   - onApply: called with each policy that comes into force. Must be quick.
    package init(
        history: PolicyHistory,
        lists: ListBook,
        tables: TableBook,
        holder: PolicyHolder,
        secrets: String,
        onApply: @escaping @Sendable (PolicyRevisionSummary) -> Void = { _ in }
    ) {
        self.history = history
        self.lists = lists
        self.tables = tables
        self.holder = holder
        self.secrets = secrets
        self.onApply = onApply
    }

    /// The policy in force.
    package func current() async throws -> PolicyDocumentReply {
        guard let revision = try await history.current() else {
            return PolicyDocumentReply(revision: 0, applied: .now, user: "gatehoused", comment: nil, document: "")
        }
        return PolicyDocumentReply(revision)
    }

    /// The policy that decides calls now.
    package var snapshot: PolicySnapshot { holder.current.snapshot }

    /// Replaces the policy if `base` is still in force.
    ///
    /// - Throws: `Problem` of kind `invalid` with file, line and remedy, or of kind `revisionMismatch` with the current
    ///   policy; errors of the store.
    package func apply(
        _ request: ApplyPolicy,
        by actor: Actor,
        keeping reply: RecordedReply<PolicyDocumentReply>? = nil,
        at now: Timestamp
    ) async throws -> PolicyDocumentReply {
        try await put(
            Change(text: request.document, base: request.base, comment: request.comment),
            by: actor,
            keeping: reply,
            at: now
        )
    }

    /// Makes the document of an earlier revision the policy again, as a new revision.
    ///
    /// - Throws: the same as `apply`, and `Problem` of kind `notFound` if there is no such revision.
    package func rollBack(
        _ request: RollBackPolicy,
        by actor: Actor,
        keeping reply: RecordedReply<PolicyDocumentReply>? = nil,
        at now: Timestamp
    ) async throws -> PolicyDocumentReply {
        let former = try await revision(request.revision)
        guard former.number != request.base else {
            throw Problem(.invalid, "revision \(former.number) is the policy in force already")
        }
        var change = Change(
            text: former.toml ?? "",
            base: request.base,
            comment: request.comment ?? "back to revision \(former.number)"
        )
        change.restores = former.number
        do {
            return try await put(change, by: actor, keeping: reply, at: now)
        } catch let problem as Problem where problem.kind == .invalid {
            throw Problem(
                .invalid,
                "revision \(former.number) cannot be put in force again: \(problem.detail)",
                hint: "gatehouse policy export --revision \(former.number) FILE writes it; correct it and apply it"
            )
        }
    }

    /// Reads the secrets of the policy in force again, for example after a rotation.
    ///
    /// - Throws: `Problem` if one cannot be read; then the former ones stay in force.
    package func reload() async throws {
        let policy = try activate(holder.current.snapshot)
        // Entries may have changed meanwhile. If the policy did, its secrets were read with it.
        holder.replace { present in
            present.snapshot.revision == policy.snapshot.revision ? policy.replacing(present.snapshot) : present
        }
    }

    // MARK: - Putting in force

    private struct Change: Sendable {
        var text: String
        var base: Int
        var comment: String?
        var restores: Int?
    }

    private func put(
        _ change: Change,
        by actor: Actor,
        keeping reply: RecordedReply<PolicyDocumentReply>?,
        at now: Timestamp
    ) async throws -> PolicyDocumentReply {
        let document = try parsed(change.text)
        // The secrets are read before anything changes, so a policy with an unreadable secret is refused.
        let policy = try activate(
            PolicySnapshot(document: document, revision: change.base + 1, indexes: [:], tables: tables.tables)
        )
        let prepared = try await lists.prepare(document.lists)
        let preparedTables = try await tables.prepare(document.tables)
        let applied = try await history.apply(
            change.text,
            base: change.base,
            by: actor,
            comment: change.comment,
            restoring: change.restores,
            keeping: reply.map { reply in
                RecordedReply(ticket: reply.ticket) { try reply.encode(PolicyDocumentReply($0)) }
            },
            at: now
        ) { [self] revision in
            tables.adopt(preparedTables)
            putInForce(policy, prepared, revision)
        }
        switch applied {
        case .baseIsOld(let current): throw Self.stale(change.base, current)
        case .applied(let revision): return PolicyDocumentReply(revision)
        }
    }

    /// Runs on the writer's thread, where edits of lists take effect too, so that none is lost between reading the entries
    /// and replacing the policy. Expressions are compiled and secrets read before; each call uses the old policy or the new
    /// one.
    private func putInForce(_ policy: ActivePolicy, _ prepared: ListBook.Prepared, _ revision: PolicyRevision) {
        lists.follow(prepared)
        let filled = policy.replacing(lists.indexes)
        holder.replace { _ in filled }
        onApply(PolicyRevisionSummary(revision))
    }

    private static func stale(_ base: Int, _ current: PolicyRevision) -> Problem {
        Problem(
            .revisionMismatch,
            "the policy is at revision \(current.number), by \(current.user); yours is based on \(base)",
            hint: "gatehouse policy diff FILE --base \(base) shows both changes; merge them and apply again",
            current: .object([
                "revision": .int(Int64(current.number)), "user": .string(current.user),
                "applied": .string(current.time.description),
            ])
        )
    }

    private func activate(_ snapshot: PolicySnapshot) throws(Problem) -> ActivePolicy {
        do throws(SecretProblem) {
            return try ActivePolicy(snapshot, secretsIn: secrets)
        } catch {
            throw Problem(.invalid, "the policy's secrets: \(error)")
        }
    }

    /// - Throws: `Problem` of kind `invalid` with place and remedy.
    func parsed(_ text: String) throws(Problem) -> PolicyDocument {
        if let problem = SecretMask.problem(in: text, file: "policy") { throw Problem(.invalid, problem.description) }
        let reading = PolicyDocument.read(text, file: "policy", columns: tables.columns)
        guard let first = reading.problems.first else { return reading.document }
        let others = reading.problems.count - 1
        throw Problem(
            .invalid,
            first.description,
            hint: others == 0
                ? nil
                : "there \(others == 1 ? "is 1 more problem" : "are \(others) more problems"): gatehouse policy check"
        )
    }
}

extension PolicyDocumentReply {
    package init(_ revision: PolicyRevision) {
        self.init(
            revision: revision.number,
            applied: revision.time,
            user: revision.user,
            comment: revision.comment,
            document: revision.toml ?? ""
        )
    }
}

extension PolicyRevisionSummary {
    package init(_ revision: PolicyRevision) {
        self.init(revision: revision.number, applied: revision.time, user: revision.user, comment: revision.comment)
    }
}
