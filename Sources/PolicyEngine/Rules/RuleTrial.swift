import CEL
package import GatehouseModel

/// A rule that is tested without being part of the policy.
package struct RuleTrial: Sendable {
    package let rule: CompiledRule
    private let snapshot: PolicySnapshot

    /// All problems with a rule's expressions under a policy; empty if the rule can be tested.
    package static func problems(in rule: RuleDefinition, under snapshot: PolicySnapshot) -> [RuleProblem] {
        snapshot.document.ruleSet.host.problems(in: rule)
    }

    /// - Throws: `RuleProblem` for the first expression that does not compile.
    package init(_ rule: RuleDefinition, under snapshot: PolicySnapshot) throws(RuleProblem) {
        self.snapshot = snapshot
        self.rule = try CompiledRule(rule, host: snapshot.document.ruleSet.host)
    }

    /// Whether the condition is true for a call, regardless of other rules; nil if it has no value.
    package func matches(_ claims: Claims, call: CallFacts, at now: Timestamp) -> Bool? {
        facts(claims, call, now).holds(rule.condition).answer
    }

    /// The effect of the rule on one call.
    package struct Result: Sendable {
        package var matches: Bool
        /// Why the condition has no value, or another remark.
        package var remark: String?
        package var reads: [Trace.Reading]
        package var changes: [Trace.Reading]
        /// The outcome of the whole policy with this rule enforced.
        package var outcome: Outcome
    }

    package func result(on claims: Claims, call: CallFacts, at now: Timestamp) -> Result {
        let facts = facts(claims, call, now)
        let (answer, remark) = facts.holds(rule.condition)
        let reads = facts.readings(of: rule.condition)
        var alone = RuleRun(after: Judgement(verdict: .undecided, considered: [], hits: [], notes: []), facts)
        alone.look(at: RuleSequence(once: [rule.in(.enforce)]))
        let line = alone.judgement.considered.last
        return Result(
            matches: answer ?? false,
            remark: remark?.headline ?? alone.judgement.notes.first,
            reads: reads,
            changes: line?.changes ?? [],
            outcome: outcome(claims, call, now)
        )
    }

    private func facts(_ claims: Claims, _ call: CallFacts, _ now: Timestamp) -> Facts {
        let lists = ListsObject(snapshot.indexes, question: Question(claims, client: call.ip), at: now)
        let host = snapshot.document.ruleSet.host
        return Facts(claims, call: call, lists: lists, tables: snapshot.tables, host: host)
    }

    /// The outcome with the rule in place of the one with the same name, or else below all others.
    private func outcome(_ claims: Claims, _ call: CallFacts, _ now: Timestamp) -> Outcome {
        let set = snapshot.document.ruleSet
        var rules = set.rules
        if let place = rules.firstIndex(where: { $0.name == rule.name }) {
            rules[place] = rule.in(.enforce)
        } else {
            rules.append(rule.in(.enforce))
        }
        let question = Question(claims, client: call.ip)
        let judgement = snapshot.judgement(
            after: snapshot.listJudgement(on: question, at: now),
            question,
            claims,
            call: call,
            at: now,
            assuming: nil,
            rules: rules.filter { $0.looks(at: call.endpoint) && $0.definition.mode != .off }
        )
        return snapshot.outcome(of: judgement, on: claims, at: call.endpoint)
    }
}

extension ExpressionHost {
    /// All problems with a rule's expressions.
    func problems(in rule: RuleDefinition) -> [RuleProblem] {
        var problems = self.problems(in: rule.when, as: "when", expecting: .bool)
        for (claim, text) in rule.set.sorted(by: { $0.key < $1.key }) {
            do throws(RuleProblem) {
                _ = try value(text, of: claim)
            } catch {
                problems.append(error)
            }
        }
        return problems
    }

    private func problems(in text: String, as member: String, expecting type: ValueType) -> [RuleProblem] {
        var problems = environment.problems(in: text, expecting: type)
        if problems.isEmpty, let program = try? environment.compile(text), let problem = problem(in: program) {
            problems.append(problem)
        }
        return problems.map { RuleProblem(member: member, error: $0) }
    }
}
