import ControlProtocol
import GatehouseModel
import PolicyEngine
import StrictTOML

/// Handlers for policy drafts.
enum DraftHandlers {
    /// The maximum number of edits per request.
    private static let editLimit = 100

    @Sendable static func list(_ request: ListDrafts, _ exchange: Exchange) async throws -> Page<PolicyDraft> {
        let current = try await exchange.services.policy.current().revision
        return Page(
            items: try await exchange.services.drafts.all().map { draft in
                var reply = PolicyDraft(draft, current: current)
                reply.document = ""
                return reply
            }
        )
    }

    @Sendable static func show(_ request: GetDraft, _ exchange: Exchange) async throws -> PolicyDraft {
        guard let draft = try await exchange.services.drafts.draft(request.name) else { throw unknown(request.name) }
        return try await whole(draft, exchange)
    }

    @Sendable static func save(_ request: SaveDraft, _ exchange: Exchange) async throws -> PolicyDraft {
        if let problem = SecretMask.problem(in: request.document, file: "policy") {
            throw Problem(.invalid, "\(problem.file):\(problem.line): \(problem.message)", hint: problem.remedy)
        }
        let current = try await exchange.services.policy.current().revision
        let base = request.base ?? current
        guard (0...current).contains(base) else {
            throw Problem(.invalid, "there is no revision \(base) to base a draft on", hint: "the newest is \(current)")
        }
        return try await keep(request.document, as: request.name, base: base, seen: request.edition, exchange)
    }

    @Sendable static func edit(_ request: EditDraft, _ exchange: Exchange) async throws -> PolicyDraft {
        guard (1...editLimit).contains(request.edits.count) else {
            throw Problem(.invalid, "there are \(request.edits.count) edits", hint: "send 1 to \(editLimit)")
        }
        let present = try await exchange.services.drafts.draft(request.name)
        if let seen = request.edition, seen != present?.edition { throw try await changed(present, exchange) }
        let current = try await exchange.services.policy.current()
        let edits = try request.edits.map(RuleEdit.init)
        let text: String
        do throws(RuleEditProblem) {
            text = try RuleEdit.apply(edits, to: present?.toml ?? current.document)
        } catch {
            throw Problem(editing: error)
        }
        return try await keep(
            text,
            as: request.name,
            base: present?.base ?? current.revision,
            seen: present?.edition,
            exchange
        )
    }

    @Sendable static func discard(_ request: DiscardDraft, _ exchange: Exchange) async throws -> Done {
        let isGone = try await exchange.services.drafts.discard(
            request.name,
            by: exchange.caller.actor,
            at: exchange.now
        )
        guard isGone else { throw unknown(request.name) }
        return Done()
    }

    private static func keep(
        _ text: String,
        as name: String,
        base: Int,
        seen: Int?,
        _ exchange: Exchange
    ) async throws -> PolicyDraft {
        let saved = try await exchange.services.drafts.save(
            text,
            as: name,
            base: base,
            seen: seen,
            by: exchange.caller.actor,
            at: exchange.now
        )
        switch saved {
        case .saved(let draft): return try await whole(draft, exchange)
        case .changedSince(let present): throw try await changed(present, exchange)
        }
    }

    private static func whole(_ draft: StoredDraft, _ exchange: Exchange) async throws -> PolicyDraft {
        let office = exchange.services.policy
        var reply = PolicyDraft(draft, current: try await office.current().revision)
        reply.check = try await office.check(draft.toml, readsSecrets: exchange.caller.role == .admin)
        reply.rules = RuleDefinition.all(in: draft.toml)
        return reply
    }

    private static func changed(_ present: StoredDraft?, _ exchange: Exchange) async throws -> Problem {
        guard let present else {
            return Problem(.revisionMismatch, "the draft is gone", hint: "save it without If-Match to begin it anew")
        }
        return Problem(
            .revisionMismatch,
            "the draft is at edition \(present.edition), by \(present.user)",
            hint: "read it again and repeat the change; its edition goes into If-Match",
            current: .object(["edition": .int(Int64(present.edition)), "user": .string(present.user)])
        )
    }

    private static func unknown(_ name: String) -> Problem {
        Problem(.notFound, "there is no draft \(name.quoted())", hint: "gatehouse policy draft list")
    }
}

extension PolicyDraft {
    fileprivate init(_ draft: StoredDraft, current: Int) {
        self.init(
            name: draft.name,
            base: draft.base,
            current: current,
            user: draft.user,
            updated: draft.updated,
            edition: draft.edition,
            document: draft.toml,
            check: PolicyCheck(),
            rules: []
        )
    }
}

extension RuleEdit {
    fileprivate init(_ edit: EditDraft.Edit) throws(Problem) {
        switch (edit.kind, edit.rule, edit.name) {
        case (.put, let rule?, let name): self = .put(rule, replacing: name, before: edit.before)
        case (.put, nil, _): throw Problem(.malformed, "an edit of kind put lacks its rule")
        case (.remove, _, let name?): self = .remove(name)
        case (.move, _, let name?): self = .move(name, before: edit.before)
        case (_, _, nil): throw Problem(.malformed, "an edit of kind \(edit.kind.rawValue) lacks the rule's name")
        }
    }
}

extension RuleDefinition {
    /// The rules of a document in order, as far as they can be read; none if it is not valid TOML.
    fileprivate static func all(in text: String) -> [RuleDefinition] {
        let values = try? TOMLDocument(text, file: "draft").values["rule"]?.array
        return (values ?? []).compactMap { $0.table.flatMap { RuleDefinition(members: $0) } }
    }
}

extension Problem {
    fileprivate init(editing problem: RuleEditProblem) {
        switch problem {
        case .unknownRule(let name): self.init(.notFound, "the draft has no rule \(name.quoted())")
        case .nameTaken(let name):
            self.init(.conflict, "the draft has a rule \(name.quoted()) already", hint: "give the new one another name")
        case .unsuitable(let text): self.init(.invalid, text)
        case .notTOML(let error): self.init(.invalid, error.description, hint: "mend the draft's text first")
        }
    }
}
