package import GatehouseModel

/// Judges a person by the policy: first the lists, then the rules.
extension PolicySnapshot {
    /// The whole judgement of one call: lists, rules, and whether the person skips approval. Pure, and fast enough to
    /// replay a hundred thousand calls.
    ///
    /// - Parameter now: entries that expire at or before this time match nothing.
    package func judgement(on claims: Claims, call: CallFacts, at now: Timestamp) -> Judgement {
        let question = Question(claims, client: call.ip)
        return judgement(after: listJudgement(on: question, at: now), question, claims, call: call, at: now)
    }

    /// The judgement as if one rule were enforced, whatever its mode.
    package func judgement(
        on claims: Claims,
        call: CallFacts,
        at now: Timestamp,
        enforcing rule: String
    ) -> Judgement {
        let question = Question(claims, client: call.ip)
        let rules = document.ruleSet.rules(for: call.endpoint).rules.map { $0.name == rule ? $0.in(.enforce) : $0 }
        return judgement(
            after: listJudgement(on: question, at: now),
            question,
            claims,
            call: call,
            at: now,
            assuming: nil,
            rules: rules
        )
    }

    /// The lists' judgement of a person who is signing up.
    ///
    /// No entry for addresses or domains can match an invalid address, even if the claims have valid ones too, so it
    /// could be used to avoid a deny list. Such a person is blocked, unless an allow list knows their identity
    /// provider.
    package func listJudgement(on question: Question, at now: Timestamp) -> Judgement {
        listJudgement(on: question, at: now, assuming: nil)
    }

    func listJudgement(on question: Question, at now: Timestamp, assuming assumption: Assumption?) -> Judgement {
        var result = judgement(on: question, at: now, assuming: assumption)
        if question.hasUnreadableEmail, !result.verdict.isAllowed {
            result.verdict = .blocked(by: Decider(rawValue: "claims:email"), message: StockMessages.denied)
        }
        return result
    }

    /// Applies the rules after the lists.
    package func judgement(
        after lists: Judgement,
        _ question: Question,
        _ claims: Claims,
        call: CallFacts,
        at now: Timestamp
    ) -> Judgement {
        judgement(after: lists, question, claims, call: call, at: now, assuming: nil)
    }

    func judgement(
        after lists: Judgement,
        _ question: Question,
        _ claims: Claims,
        call: CallFacts,
        at now: Timestamp,
        assuming assumption: Assumption?,
        rules other: [CompiledRule]? = nil
    ) -> Judgement {
        if case .blocked = lists.verdict { return lists }
        let set = document.ruleSet
        let rules = other.map { RuleSequence(once: $0) } ?? set.rules(for: call.endpoint)
        let exemption = set.exemption(at: call.endpoint)
        guard !rules.rules.isEmpty || exemption != nil else { return lists }
        let found = ListsObject(indexes, question: question, at: now, assuming: assumption)
        let facts = Facts(claims, call: call, lists: found, tables: tables, host: set.host)
        var run = RuleRun(after: lists, facts)
        run.look(at: rules)
        if let exemption, case .undecided = run.judgement.verdict { run.look(at: exemption, queue: queue(call)) }
        return run.judgement
    }

    private func queue(_ call: CallFacts) -> String { document.endpoint(call.endpoint)?.approval?.queue ?? "" }

    /// The lists' judgement of a person: the first match decides, and an allow list exempts from everything after it.
    package func judgement(on question: Question, at now: Timestamp) -> Judgement {
        judgement(on: question, at: now, assuming: nil)
    }

    /// Where the claims name several addresses, each is judged and the strictest judgement counts: a deny list that
    /// knows one of them decides, and an allow list must know all.
    func judgement(on question: Question, at now: Timestamp, assuming assumption: Assumption?) -> Judgement {
        var result = singleJudgement(on: question, at: now, assuming: assumption)
        for other in question.others {
            let next = singleJudgement(on: other, at: now, assuming: assumption)
            if next.verdict.strictness > result.verdict.strictness {
                (result.verdict, result.considered) = (next.verdict, next.considered)
            }
            result.hits += next.hits.filter { !result.hits.contains($0) }
        }
        return result
    }

    /// What the lists say of one address.
    private func singleJudgement(
        on question: Question,
        at now: Timestamp,
        assuming assumption: Assumption?
    ) -> Judgement {
        var result = Judgement(verdict: .undecided, considered: [], hits: [], notes: question.notes)
        let namesAll = asked.count <= Self.fewLists
        for list in asked {
            if case .undecided = result.verdict, assumption?.answer(for: list.name) == true {
                result.verdict = list.verdict
                result.considered.append(list.considered(list.exempts ? .exempted : .decided))
                continue
            }
            guard let match = list.index.firstMatch(for: question, at: now),
                assumption?.removes(match, of: list.name) != true
            else {
                if namesAll { result.considered.append(list.considered(.passed)) }
                continue
            }
            result.hits.append(Judgement.Hit(list: list.name, entry: match.id))
            guard case .undecided = result.verdict else {
                result.considered.append(list.considered(.overridden, match))
                continue
            }
            result.verdict = list.verdict
            result.considered.append(list.considered(list.exempts ? .exempted : .decided, match))
        }
        // A deny list that had nothing to compare must not look like one that lets the person pass.
        if question.hasNoAddress, asked.contains(where: { $0.verdict.isDenial && $0.index.count > 0 }) {
            result.notes.append("no claim names an address, so no entry for addresses or domains could match")
        }
        return result
    }
}

extension Verdict {
    fileprivate var isDenial: Bool {
        if case .blocked = self { true } else { false }
    }

    /// Which of two answers of the lists counts: the greater one.
    fileprivate var strictness: Int {
        switch self {
        case .blocked, .invalid: 3
        case .ask: 2
        case .undecided: 1
        case .allowed: 0
        }
    }
}
