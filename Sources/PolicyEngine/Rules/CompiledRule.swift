import CEL
package import GatehouseModel

/// A rule with its expressions compiled, ready for any number of calls.
package struct CompiledRule: Sendable {
    package private(set) var definition: RuleDefinition
    let condition: Condition
    /// For `set`: the claims in the order of their names.
    let changes: [Change]
    /// What the call comes to when the rule ends the run; nil for `set` and `tag`.
    let verdict: Verdict?
    /// The lists that its expressions look at.
    let lists: [String]
    /// The tables that its expressions look into.
    package let tables: [String]

    /// A claim to set and how its value comes about.
    struct Change: Sendable {
        let claim: String
        let expression: Program
    }

    /// - Throws: `RuleProblem` for the first expression that does not compile.
    package init(_ rule: RuleDefinition, host: ExpressionHost) throws(RuleProblem) {
        definition = rule
        condition = try host.condition(rule.when, as: "when")
        var changes: [Change] = []
        for (claim, text) in rule.set.sorted(by: { $0.key < $1.key }) {
            changes.append(Change(claim: claim, expression: try host.value(text, of: claim)))
        }
        self.changes = changes
        verdict = Self.verdict(of: rule)
        tables = Lookup.names(in: [condition.program] + changes.map(\.expression))
        lists = ListReferences.names(in: [rule.when] + rule.set.sorted { $0.key < $1.key }.map(\.value))
    }

    var name: String { definition.name }
    /// The same rule in another mode.
    func `in`(_ mode: RuleMode) -> CompiledRule {
        var rule = self
        rule.definition.mode = mode
        return rule
    }

    /// Whether it looks at calls of an endpoint.
    func looks(at endpoint: String) -> Bool {
        definition.endpoints.isEmpty || definition.endpoints.contains(endpoint)
    }

    var isShadow: Bool { definition.mode == .shadow }

    private static func verdict(of rule: RuleDefinition) -> Verdict? {
        let decider = Decider.rule(rule.name)
        let message = LocalizedMessage(checked: rule.message)
        return switch rule.then {
        case .block: .blocked(by: decider, message: message ?? StockMessages.denied)
        case .invalid: .invalid(by: decider, message: message ?? StockMessages.invalid, field: rule.field)
        case .approve: rule.queue.map { .ask(queue: $0, by: decider) }
        case .allow: .allowed(by: decider)
        case .set, .tag: nil
        }
    }

    /// The line for the trace.
    func considered(_ result: Trace.Considered.Result) -> Trace.Considered {
        Trace.Considered(subject: .rule, name: name, result: result, effect: definition.then.rawValue)
    }
}

/// A compiled condition.
struct Condition: Sendable {
    let program: Program

    init(_ program: Program) { self.program = program }
}
