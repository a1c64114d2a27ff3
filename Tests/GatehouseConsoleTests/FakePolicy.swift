import ControlProtocol
import GatehouseModel

/// The policy of the fake daemon: rules in force, drafts, revisions, simulations.
struct FakePolicy {
    var rules: [RuleSummary] = []
    var revision = 14
    var revisions: [PolicyRevisionSummary] = []
    var drafts: [String: PolicyDraft] = [:]
    var matches = RuleMatches(matches: 17, of: 1_000)
    var test = RuleTest(matches: true)
    var check = PolicyCheck()
    var simulation: Simulation?
    var flips: [Flip] = []
    /// What others changed since the draft was begun.
    var theirs: [PolicyDiff.Part] = []
    var conflicts: [String] = []
    /// The rules of each document.
    private var documents: [String: [RuleDefinition]] = [:]
    var document = "# the policy in force\n[[rule]]\n"

    mutating func answer(
        _ request: any ControlRequest,
        user: String,
        at now: Timestamp
    ) -> Result<any Sendable, Problem>? {
        switch request {
        case is ListRules: .success(Page(items: rules))
        case is ListDrafts: .success(Page(items: drafts.values.sorted { $0.name < $1.name }))
        case let request as GetDraft: drafts[request.name].map { .success($0) } ?? .failure(Problem(.notFound, "none"))
        case let request as EditDraft: edit(request, user, now).map { $0 }
        case let request as SaveDraft: save(request, user, now).map { $0 }
        case let request as DiscardDraft:
            drafts.removeValue(forKey: request.name) == nil ? .failure(Problem(.notFound, "none")) : .success(Done())
        case let request as DiffPolicy: .success(diff(request.sides))
        case is CountMatches: .success(matches)
        case is TestRule: .success(test)
        case is CheckPolicy: .success(check)
        case is ListRevisions: .success(Page(items: revisions))
        case is GetPolicy: .success(reply(now))
        case let request as ApplyPolicy: apply(request, user, now).map { $0 }
        case let request as RollBackPolicy: .success(rollBack(request, user, now))
        case is StartSimulation, is GetSimulation:
            simulation.map { .success($0) } ?? .failure(Problem(.notFound, "none"))
        case is CancelSimulation: cancel()
        case is ListFlips: .success(Page(items: flips))
        default: nil
        }
    }

    // MARK: Drafts

    private mutating func edit(_ request: EditDraft, _ user: String, _ now: Timestamp) -> Result<PolicyDraft, Problem> {
        let old = drafts[request.name]
        guard old?.edition == request.edition else { return .failure(Problem(.revisionMismatch, "the draft changed")) }
        var rules = old?.rules ?? self.rules.map(\.rule)
        for edit in request.edits { Self.apply(edit, to: &rules) }
        let edition = (old?.edition ?? 0) + 1
        let document = "draft \(request.name) \(edition) \(rules.map(\.name))"
        documents[document] = rules
        return .success(keep(request.name, document, rules, base: old?.base ?? revision, edition, user, now))
    }

    private static func apply(_ edit: EditDraft.Edit, to rules: inout [RuleDefinition]) {
        let index = edit.name.flatMap { name in rules.firstIndex { $0.name == name } }
        switch edit.kind {
        case .put:
            guard let rule = edit.rule else { return }
            if let index { rules[index] = rule } else { rules.append(rule) }
        case .remove: if let index { rules.remove(at: index) }
        case .move:
            guard let index else { return }
            let rule = rules.remove(at: index)
            let target = edit.before.flatMap { name in rules.firstIndex { $0.name == name } } ?? rules.count
            rules.insert(rule, at: target)
        }
    }

    private mutating func save(_ request: SaveDraft, _ user: String, _ now: Timestamp) -> Result<PolicyDraft, Problem> {
        let old = drafts[request.name]
        guard old?.edition == request.edition else { return .failure(Problem(.revisionMismatch, "the draft changed")) }
        let rules = documents[request.document] ?? old?.rules ?? self.rules.map(\.rule)
        let edition = (old?.edition ?? 0) + 1
        return .success(
            keep(request.name, request.document, rules, base: request.base ?? revision, edition, user, now)
        )
    }

    private mutating func keep(
        _ name: String,
        _ document: String,
        _ rules: [RuleDefinition],
        base: Int,
        _ edition: Int,
        _ user: String,
        _ now: Timestamp
    ) -> PolicyDraft {
        let draft = PolicyDraft(
            name: name,
            base: base,
            current: revision,
            user: user,
            updated: now,
            edition: edition,
            document: document,
            check: check,
            rules: rules
        )
        drafts[name] = draft
        return draft
    }

    private func diff(_ sides: DiffPolicy.Body) -> PolicyDiff {
        let draft = drafts.values.first { $0.document == sides.document }
        let new = draft?.rules ?? rules.map(\.rule)
        let old = Dictionary(rules.map { ($0.rule.name, $0.rule) }) { first, _ in first }
        var parts = new.compactMap { rule -> PolicyDiff.Part? in
            guard let before = old[rule.name] else { return .init(subject: "rule:\(rule.name)", change: .added) }
            guard before != rule else { return nil }
            let details = before.mode == rule.mode ? [] : ["mode: \(before.mode.rawValue) → \(rule.mode.rawValue)"]
            return .init(subject: "rule:\(rule.name)", change: .changed, details: details)
        }
        let names = Set(new.map(\.name))
        parts += rules.filter { !names.contains($0.rule.name) }
            .map { .init(subject: "rule:\($0.rule.name)", change: .removed) }
        let isStale = sides.base.map { $0 < revision } ?? false
        return PolicyDiff(
            from: sides.from ?? sides.base,
            to: sides.to,
            parts: parts,
            lines: parts.map { .init(side: $0.change == .removed ? .removed : .added, text: $0.subject) },
            theirs: isStale ? theirs : [],
            conflicts: isStale ? conflicts : [],
            merged: isStale && conflicts.isEmpty ? sides.document.map { "\($0) merged" } : nil
        )
    }

    // MARK: Policies

    private func reply(_ now: Timestamp) -> PolicyDocumentReply {
        PolicyDocumentReply(revision: revision, applied: now, user: "bo", comment: nil, document: document)
    }

    private mutating func apply(
        _ request: ApplyPolicy,
        _ user: String,
        _ now: Timestamp
    )
        -> Result<PolicyDocumentReply, Problem>
    {
        guard request.base == revision else {
            return .failure(Problem(.revisionMismatch, "revision \(revision) is in force"))
        }
        let applied = drafts.values.first { $0.document == request.document }?.rules ?? []
        rules = applied.enumerated().map { RuleSummary(rule: $1, position: $0 + 1) }
        advance(user, request.comment, now)
        document = request.document
        return .success(reply(now))
    }

    private mutating func rollBack(_ request: RollBackPolicy, _ user: String, _ now: Timestamp) -> PolicyDocumentReply {
        advance(user, request.comment, now)
        return reply(now)
    }

    /// Puts another policy in force.
    mutating func advance(_ user: String, _ comment: String?, _ now: Timestamp) {
        revision += 1
        revisions.insert(.init(revision: revision, applied: now, user: user, comment: comment), at: 0)
        for name in drafts.keys { drafts[name]?.current = revision }
    }

    private mutating func cancel() -> Result<any Sendable, Problem> {
        simulation?.state = .cancelled
        return simulation.map { .success($0) } ?? .failure(Problem(.notFound, "none"))
    }
}
