package import GatehouseModel

/// Finds the smallest single change to the policy that would have led to another outcome.
extension PolicySnapshot {
    /// The outcome of a judgement as far as the policy alone decides it, without looking up approvals.
    package func outcome(of judgement: Judgement, on claims: Claims, at endpoint: String) -> Outcome {
        Settlement(of: judgement, at: document.endpoint(endpoint)?.approval, for: claims).outcome
    }

    /// The smallest single change, one list entry or one rule, that would have led to another outcome; nil if none of
    /// those tried would.
    ///
    /// Tries, in this order: removing what decided, enforcing rules that are in shadow mode or off, removing entries
    /// that rules found, and adding the person to a list that lets people pass or that a rule uses. This takes several
    /// judgements, so it is meant for inspecting a call, not for answering one.
    ///
    /// - Parameter decided: what decided the call when it was recorded. Returns nil if this policy would have decided
    ///   in another way, because its changes then say nothing about that call.
    package func nearest(
        to claims: Claims,
        call: CallFacts,
        decided: Decider,
        as actual: Outcome,
        at now: Timestamp
    ) -> Trace.NearMiss? {
        let search = NearestSearch(self, claims, call, at: now)
        guard search.explains(decided) else { return nil }
        return search.first(otherThan: actual)
    }
}

/// Tries the changes one by one.
private struct NearestSearch {
    private let snapshot: PolicySnapshot
    private let question: Question
    private let claims: Claims
    private let call: CallFacts
    private let now: Timestamp
    private let rules: [CompiledRule]
    private let base: Judgement

    /// The maximum number of changes tried.
    private static let limit = 64

    init(_ snapshot: PolicySnapshot, _ claims: Claims, _ call: CallFacts, at now: Timestamp) {
        self.snapshot = snapshot
        self.claims = claims
        self.call = call
        self.now = now
        question = Question(claims, client: call.ip)
        rules = snapshot.document.ruleSet.rules.filter { $0.looks(at: call.endpoint) }
        base = snapshot.judgement(on: claims, call: call, at: now)
    }

    /// Whether this policy decides as recorded. An approval is looked up after the policy's verdict.
    func explains(_ decided: Decider) -> Bool {
        switch base.verdict {
        case .blocked(let by, _), .invalid(let by, _, _), .allowed(let by): by == decided
        case .ask, .undecided: decided == .byDefault || decided.rawValue.hasPrefix("approval:")
        }
    }

    func first(otherThan actual: Outcome) -> Trace.NearMiss? {
        let known = snapshot.outcome(of: base, on: claims, at: call.endpoint)
        for change in changes().prefix(Self.limit) {
            let outcome = snapshot.outcome(of: judgement(after: change), on: claims, at: call.endpoint)
            if outcome != known, outcome != actual { return Trace.NearMiss(outcome: outcome, change: change.sentence) }
        }
        return nil
    }

    // MARK: - Changes

    private struct Change {
        var assumption: Assumption?
        var rule: (name: String, mode: RuleMode)?
        let sentence: String
    }

    private func changes() -> [Change] {
        let decisive = base.considered.filter { $0.result == .decided || $0.result == .exempted }
        return decisive.compactMap(withoutEntry) + decisive.compactMap(withoutRule) + wakened() + withoutFound()
            + additions()
    }

    /// Removing the list entry that decided or exempted.
    private func withoutEntry(_ line: Trace.Considered) -> Change? {
        guard line.subject == .list, let entry = line.entry,
            let hit = base.hits.first(where: { $0.list == line.name })
        else { return nil }
        return Change(
            assumption: .without(entry: hit.entry, of: line.name),
            sentence: "\(entry) were not in \(line.name)"
        )
    }

    private func withoutRule(_ line: Trace.Considered) -> Change? {
        guard line.subject == .rule else { return nil }
        return Change(rule: (line.name, .off), sentence: "rule \"\(line.name)\" were off")
    }

    private func wakened() -> [Change] {
        rules.filter { $0.definition.mode != .enforce && $0.verdict != nil }.map {
            let sentence = "rule \"\($0.name)\" were enforced"
            return Change(rule: ($0.name, .enforce), sentence: sentence)
        }
    }

    /// Removing entries that rules, or `unless`, found.
    private func withoutFound() -> [Change] {
        let deciding = Set(snapshot.asked.map(\.name))
        return base.hits.filter { !deciding.contains($0.list) }.compactMap { hit in
            guard
                let entry = snapshot.index(of: hit.list)?.matches(for: question, at: now).first(where: {
                    $0.id == hit.entry
                })
            else { return nil }
            return Change(
                assumption: .without(entry: hit.entry, of: hit.list),
                sentence: "\(entry.pattern.notation) were not in \(hit.list)"
            )
        }
    }

    /// Adding the person to a list that lets people pass, or that a rule of this endpoint uses.
    private func additions() -> [Change] {
        guard let subject = question.email?.domain.ascii ?? claims.issuer.map({ "issuer:" + $0 }) else { return [] }
        let found = Set(base.hits.map(\.list))
        return snapshot.document.lists.filter { list in
            !found.contains(list.name) && (list.effect == .allow || isLookedAt(list.name))
        }.map {
            Change(assumption: .everythingIn(list: $0.name), sentence: "\(subject) were in \($0.name)")
        }
    }

    private func isLookedAt(_ list: String) -> Bool {
        let unless = snapshot.document.endpoint(call.endpoint)?.unless
        return rules.contains { $0.definition.mode == .enforce && $0.lists.contains(list) }
            || (unless.map { ListReferences.names(in: [$0]).contains(list) } ?? false)
    }

    private func judgement(after change: Change) -> Judgement {
        let changed = change.rule.map { rule in
            rules.map { $0.name == rule.name ? $0.in(rule.mode) : $0 }.filter { $0.definition.mode != .off }
        }
        let lists = snapshot.listJudgement(on: question, at: now, assuming: change.assumption)
        return snapshot.judgement(
            after: lists,
            question,
            claims,
            call: call,
            at: now,
            assuming: change.assumption,
            rules: changed
        )
    }
}
