import CEL
package import GatehouseModel
import Synchronization

/// A rule with its expressions compiled, ready for any number of calls.
///
/// A class, because calls walk through hundreds of rules and must not copy their contents.
package final class CompiledRule: Sendable {
    package let definition: RuleDefinition
    let condition: Condition
    /// What must be true of the claims or the call for the rule to match, if such a requirement was found in the
    /// condition.
    let gate: RuleGate?
    /// For `set`: the changes, sorted by claim name.
    let changes: [Change]
    /// The verdict if the rule ends the run; nil for `set` and `tag`.
    let verdict: Verdict?
    /// The lists that its expressions use.
    let lists: [String]
    /// The tables that its expressions use.
    package let tables: [String]
    /// The trace lines for a call that the rule does not match.
    let passed, unknown: Trace.Considered
    /// The last error of the condition with its sentence, cached because it is usually the same claim that is absent.
    private let lastRemark = Mutex<(error: ExpressionError, sentence: String)?>(nil)

    /// A claim to set, and the expression for its value.
    struct Change: Sendable {
        let claim: String
        let expression: Program
    }

    /// - Throws: `RuleProblem` for the first expression that does not compile.
    package convenience init(_ rule: RuleDefinition, host: ExpressionHost) throws(RuleProblem) {
        let condition = try host.condition(rule.when, as: "when")
        var changes: [Change] = []
        for (claim, text) in rule.set.sorted(by: { $0.key < $1.key }) {
            changes.append(Change(claim: claim, expression: try host.value(text, of: claim)))
        }
        self.init(rule, condition, changes)
    }

    private init(_ rule: RuleDefinition, _ condition: Condition, _ changes: [Change]) {
        definition = rule
        self.condition = condition
        gate = RuleGate(condition.program.expression)
        self.changes = changes
        verdict = Self.verdict(of: rule)
        tables = Lookup.names(in: [condition.program] + changes.map(\.expression))
        lists = ListReferences.names(in: [rule.when] + rule.set.sorted { $0.key < $1.key }.map(\.value))
        passed = Self.considered(rule, .passed)
        unknown = Self.considered(rule, .unknown)
    }

    private init(_ other: CompiledRule, _ mode: RuleMode) {
        var definition = other.definition
        definition.mode = mode
        self.definition = definition
        (condition, gate, changes, verdict) = (other.condition, other.gate, other.changes, other.verdict)
        (lists, tables, passed, unknown) = (other.lists, other.tables, other.passed, other.unknown)
    }

    var name: String { definition.name }
    /// All expressions of the rule.
    var programs: [Program] { [condition.program] + changes.map(\.expression) }

    /// The same rule in another mode.
    func `in`(_ mode: RuleMode) -> CompiledRule { CompiledRule(self, mode) }

    /// Whether the rule applies to calls of an endpoint.
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

    /// The trace line for the rule.
    func considered(_ result: Trace.Considered.Result) -> Trace.Considered { Self.considered(definition, result) }

    private static func considered(_ rule: RuleDefinition, _ result: Trace.Considered.Result) -> Trace.Considered {
        Trace.Considered(subject: .rule, name: rule.name, result: result, effect: rule.then.rawValue)
    }

    /// The trace sentence that says why the condition has no value.
    func remark(_ error: ExpressionError) -> String {
        lastRemark.withLock { last in
            if let last, last.error.isSame(as: error) { return last.sentence }
            let sentence = "rule \"\(name)\": \(error.headline)"
            last = (error, sentence)
            return sentence
        }
    }
}

/// A compiled condition.
struct Condition: Sendable {
    let program: Program

    init(_ program: Program) { self.program = program }
}
