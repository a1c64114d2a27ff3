import CEL
import GatehouseModel

/// Warnings about rules that are valid but suspicious. Only what is certain is reported.
extension PolicySnapshot {
    /// Sentences about each rule, in rule order; none for rules that are off.
    package var ruleWarnings: [[String]] {
        let rules = document.ruleSet.rules
        return rules.indices.map { place in
            rules[place].definition.mode == .off ? [] : warnings(of: rules[place], after: rules[..<place])
        }
    }

    /// Lists without an effect that no rule and no endpoint's `unless` uses, in document order. Rules that are off
    /// count as users, since they may be switched on.
    package var unusedLists: [String] {
        var used = Set(document.ruleSet.rules.flatMap(\.lists))
        used.formUnion(ListReferences.names(in: document.endpoints.compactMap(\.unless)))
        return document.lists.filter { $0.effect == .none && !used.contains($0.name) }.map(\.name)
    }

    private func warnings(of rule: CompiledRule, after earlier: ArraySlice<CompiledRule>) -> [String] {
        let host = document.ruleSet.host
        var warnings: [String] = []
        if rule.isConstant(false, host) { warnings.append("it never matches: its condition is always false") }
        if let contradiction = rule.contradiction { warnings.append("it never matches: \(contradiction)") }
        // For people whom a list sends to approval, rules do not decide, so rules that only change claims are still
        // reached.
        let isReachedAnyway = rule.verdict == nil && document.lists.contains { $0.effect == .approve }
        if !isReachedAnyway, let other = earlier.last(where: { $0.decidesBefore(rule, among: earlier, host) }) {
            warnings.append("it is never reached: rule \"\(other.name)\" above it decides first")
        }
        for list in rule.lists where index(of: list)?.count == 0 { warnings.append("the list \(list) is empty") }
        for table in rule.tables where tables[table] == nil { warnings.append("the table \(table) has no rows yet") }
        if rule.definition.then == .invalid { warnings += formless(rule) }
        return warnings
    }

    /// Endpoints whose step has no form to return to.
    private func formless(_ rule: CompiledRule) -> [String] {
        document.endpoints.filter { rule.looks(at: $0.name) && $0.step != .postAttributeCollection }.map {
            "at \($0.name) a block page is shown instead: \($0.step.rawValue) has no form to go back to"
        }
    }
}

extension CompiledRule {
    /// Whether the condition is always `answer`, whatever the input.
    fileprivate func isConstant(_ answer: Bool, _ host: ExpressionHost) -> Bool {
        guard condition.program.paths.isEmpty, lists.isEmpty, tables.isEmpty else { return false }
        return (try? condition.program.isTrue(host.environment.variables([:]), limits: ExpressionHost.limits)) == answer
    }

    /// Whether this rule ends the run in every case in which `later` would match: it covers all of its endpoints,
    /// matches always or under the same condition, and no rule in between changes claims.
    fileprivate func decidesBefore(
        _ later: CompiledRule,
        among earlier: ArraySlice<CompiledRule>,
        _ host: ExpressionHost
    ) -> Bool {
        guard verdict != nil, definition.mode == .enforce, coversEndpoints(of: later) else { return false }
        if isConstant(true, host) { return true }
        guard definition.when.trimmedWhiteSpace == later.definition.when.trimmedWhiteSpace else { return false }
        let between = earlier.drop { $0.name != name }
        return !between.contains { $0.definition.then == .set && $0.definition.mode == .enforce }
    }

    private func coversEndpoints(of other: CompiledRule) -> Bool {
        if definition.endpoints.isEmpty { return true }
        return !other.definition.endpoints.isEmpty && Set(other.definition.endpoints).isSubset(of: definition.endpoints)
    }

    /// Two equalities that are both required but cannot both be true.
    fileprivate var contradiction: String? {
        guard case .all(let parts) = condition.program.expression.kind else { return nil }
        var wanted: [String: String] = [:]
        for part in parts {
            guard let (path, text) = part.equality else { continue }
            if let other = wanted[path], other != text {
                return "\(path) cannot be both \"\(other.prefix(40))\" and \"\(text.prefix(40))\""
            }
            wanted[path] = text
        }
        return nil
    }
}

extension Expression {
    /// `claims.x == "text"`, in either order.
    fileprivate var equality: (path: String, text: String)? {
        guard case .binary(.equal, let left, let right) = kind else { return nil }
        switch (left.kind, right.kind) {
        case (_, .literal(.string(let text))): return left.fieldPath.map { ($0, text) }
        case (.literal(.string(let text)), _): return right.fieldPath.map { ($0, text) }
        default: return nil
        }
    }

    /// The names joined by dots.
    private var fieldPath: String? {
        switch kind {
        case .name(let name, rooted: false): name
        case .select(let operand, let field, optional: false): operand.fieldPath.map { $0 + "." + field }
        default: nil
        }
    }
}
