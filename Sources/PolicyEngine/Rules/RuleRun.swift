import CEL
import GatehouseModel

/// The evaluation of the rules for one call, from top to bottom, after the lists.
struct RuleRun {
    private(set) var judgement: Judgement
    private var facts: Facts
    /// The number of rules that did not match and are not named in the trace.
    private var unnamed = 0
    private var remarks = 0

    /// The maximum number of remarks from rules in one trace.
    static let remarkLimit = 8

    init(after judgement: Judgement, _ facts: Facts) {
        self.judgement = judgement
        self.facts = facts
    }

    /// Evaluates the rules until one ends the run. If a list already decided to ask for approval, rules can only change
    /// claims and add tags, which apply if the person is approved.
    mutating func look(at sequence: RuleSequence) {
        let onlyChanges = judgement.verdict.isAsk
        let namesAll = sequence.namesAll
        judgement.considered.reserveCapacity(judgement.considered.count + 16)
        judgement.notes.reserveCapacity(judgement.notes.count + Self.remarkLimit + 1)
        var candidates = sequence.sieve.map(facts.candidates)
        for (place, rule) in sequence.rules.enumerated() {
            if onlyChanges, rule.verdict != nil { continue }
            if candidates?.contains(place) == false {
                unnamed += 1
                continue
            }
            let (answer, remark) = facts.holds(rule.condition)
            switch answer {
            case true?:
                if matched(rule) { return finish() }
                if !rule.changes.isEmpty { candidates = sequence.sieve.map(facts.candidates) }
            case false?: if namesAll { judgement.considered.append(rule.passed) } else { unnamed += 1 }
            case nil: unknown(rule, remark, showsReads: namesAll)
            }
        }
        finish()
    }

    /// Evaluates the endpoint's `unless` condition, which skips approval for matching callers. Applies only if nothing
    /// else was decided.
    mutating func look(at exemption: Condition, queue: String) {
        let (answer, remark) = facts.holds(exemption)
        if let remark { note("unless: \(remark.headline)") }
        guard answer == true else { return }
        judgement.isExemptFromAsking = true
        judgement.considered.append(
            Trace.Considered(
                subject: .approval,
                name: queue,
                result: .exempted,
                entry: entriesFound(),
                effect: "unless",
                reads: facts.readings(of: exemption)
            )
        )
    }

    // MARK: - Outcomes

    /// Returns true if the rule ends the run.
    private mutating func matched(_ rule: CompiledRule) -> Bool {
        judgement.ruleHits.append(rule.name)
        let result: Trace.Considered.Result = rule.isShadow ? .shadowed : rule.verdict == nil ? .applied : .decided
        var line = rule.considered(result)
        line.reads = facts.readings(of: rule.condition)
        line.entry = entriesFound()
        let changes = changes(of: rule)
        line.changes = changes.map { Trace.Reading(path: "claims." + $0.claim, value: Value($0.value).shown) }
        guard !rule.isShadow else {
            judgement.considered.append(line)
            return false
        }
        if !changes.isEmpty { apply(changes) }
        for tag in rule.definition.tags where !judgement.tags.contains(tag) { judgement.tags.append(tag) }
        if let verdict = rule.verdict { decide(verdict, &line) }
        judgement.considered.append(line)
        return rule.verdict != nil
    }

    /// Sets the verdict. A caller exempted by an allow list is never asked about, but a rule that would ask still ends
    /// the run.
    private mutating func decide(_ verdict: Verdict, _ line: inout Trace.Considered) {
        if judgement.verdict.isAllowed, verdict.isAsk || verdict.isAllowed {
            line.result = .overridden
        } else {
            judgement.verdict = verdict
        }
    }

    private mutating func unknown(_ rule: CompiledRule, _ remark: ExpressionError?, showsReads: Bool) {
        if let remark { note(rule.remark(remark)) }
        guard remarks <= Self.remarkLimit else {
            unnamed += 1
            return
        }
        judgement.considered.append(rule.unknown)
        guard showsReads else { return }
        judgement.considered[judgement.considered.count - 1].reads = facts.readings(of: rule.condition)
    }

    /// Builds the remark only if the trace has room for it.
    private mutating func note(_ remark: @autoclosure () -> String) {
        remarks += 1
        if remarks <= Self.remarkLimit { judgement.notes.append(remark()) }
    }

    private mutating func finish() {
        judgement.hits += facts.lists.takeFound().map { Judgement.Hit(list: $0.list, entry: $0.match.id) }
        if unnamed > 0 { judgement.notes.append("\(unnamed) more rules did not match") }
        unnamed = 0
    }

    /// The entries that the last condition matched in lists; they are counted as hits.
    private mutating func entriesFound() -> String? {
        let found = facts.lists.takeFound()
        guard !found.isEmpty else { return nil }
        judgement.hits += found.map { Judgement.Hit(list: $0.list, entry: $0.match.id) }
        return found.prefix(4).map { "\($0.match.pattern.notation) in \($0.list)" }.joined(separator: ", ")
    }

    // MARK: - Claims

    private typealias ClaimChange = (claim: String, value: JSONValue)

    /// The claims that a rule changes, without those that already have the new value.
    private mutating func changes(of rule: CompiledRule) -> [ClaimChange] {
        var changes: [ClaimChange] = []
        for change in rule.changes {
            do throws(ExpressionError) {
                let value = try change.expression.evaluate(facts.variables, limits: ExpressionHost.limits)
                switch SetValue.of(value) {
                case .value(let json):
                    if facts.claims.attributes[change.claim] != json { changes.append((change.claim, json)) }
                case .none: break
                case .impossible(let why): note("rule \"\(rule.name)\": \(change.claim) was not set: it \(why)")
                }
            } catch {
                note("rule \"\(rule.name)\": \(change.claim) was not set: \(error.headline)")
            }
        }
        return changes
    }

    private mutating func apply(_ changes: [ClaimChange]) {
        for change in changes { judgement.changes[change.claim] = change.value }
        facts.change(changes)
    }
}

extension Verdict {
    var isAsk: Bool {
        if case .ask = self { true } else { false }
    }

    package var isAllowed: Bool {
        if case .allowed = self { true } else { false }
    }
}
