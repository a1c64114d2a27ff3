package import ControlProtocol
package import GatehouseModel
import PolicyEngine
import StrictTOML
import Synchronization

/// Puts policies in force: checks a document whole, keeps it, and swaps it in without delaying a call.
///
/// Everything that can be wrong is found before anything is changed, so the running policy is never half replaced.
package final class PolicyOffice: Sendable {
    private let history: PolicyHistory
    private let lists: ListBook
    private let tables: TableBook
    private let holder: PolicyHolder
    private let secrets: String

    /// - Parameter secrets: the directory that relative secret files are in.
    package init(history: PolicyHistory, lists: ListBook, tables: TableBook, holder: PolicyHolder, secrets: String) {
        self.history = history
        self.lists = lists
        self.tables = tables
        self.holder = holder
        self.secrets = secrets
    }

    /// The policy in force.
    package func current() async throws -> PolicyDocumentReply {
        guard let revision = try await history.current() else {
            return PolicyDocumentReply(revision: 0, applied: .now, user: "gatehoused", comment: nil, document: "")
        }
        return PolicyDocumentReply(revision)
    }

    /// Replaces the policy if `base` is still in force.
    ///
    /// - Throws: `Problem` of kind `invalid` with file, line and remedy; of kind `revisionMismatch` with the present
    ///   policy; what the store says.
    package func apply(
        _ request: ApplyPolicy,
        by actor: Actor,
        keeping reply: RecordedReply<PolicyDocumentReply>? = nil,
        at now: Timestamp
    ) async throws -> PolicyDocumentReply {
        let document: PolicyDocument
        do throws(TOMLProblem) {
            document = try PolicyDocument.parse(request.document, file: "policy")
        } catch {
            throw Problem(.invalid, error.description)
        }
        // The secrets are read before anything changes: a policy whose credentials nobody can present is refused.
        _ = try activate(document, revision: request.base + 1, indexes: [:])
        let prepared = try await tables.prepare(document.tables)
        let applied = try await history.apply(
            request.document,
            base: request.base,
            by: actor,
            comment: request.comment,
            keeping: reply.map { reply in
                RecordedReply(ticket: reply.ticket) { try reply.encode(PolicyDocumentReply($0)) }
            },
            at: now
        )
        switch applied {
        case .baseIsOld(let current):
            throw Problem(
                .revisionMismatch,
                "the policy is at revision \(current.number), by \(current.user); yours is based on \(request.base)",
                hint: "export the present policy, repeat your change on it, and apply again",
                current: .object(["revision": .int(Int64(current.number)), "user": .string(current.user)])
            )
        case .applied(let revision):
            tables.adopt(prepared)
            try await putInForce(document, revision: revision.number)
            return PolicyDocumentReply(revision)
        }
    }

    /// Reads the secrets of the policy in force again, as after a rotation.
    ///
    /// - Throws: `Problem` when one cannot be read; the former ones stay in force then.
    package func reload() async throws {
        let snapshot = holder.current.snapshot
        try await putInForce(snapshot.document, revision: snapshot.revision)
    }

    private func putInForce(_ document: PolicyDocument, revision: Int) async throws {
        let indexes = try await lists.follow(document.lists)
        let policy = try activate(document, revision: revision, indexes: indexes)
        // A list edited meanwhile has its newer index in the book.
        holder.replace { _ in policy.replacing(lists.indexes) }
    }

    private func activate(
        _ document: PolicyDocument,
        revision: Int,
        indexes: [String: EntryIndex]
    ) throws(Problem) -> ActivePolicy {
        let snapshot = PolicySnapshot(document: document, revision: revision, indexes: indexes)
        do throws(SecretProblem) {
            return try ActivePolicy(snapshot, secretsIn: secrets)
        } catch {
            throw Problem(.invalid, "the policy's secrets: \(error)")
        }
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
