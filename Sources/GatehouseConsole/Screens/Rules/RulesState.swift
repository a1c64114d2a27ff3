package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The rules in force, and the draft.
package struct RulesState: ScreenState {
    package var inForce: [RuleSummary] = []
    package var isLoaded = false
    package var failure: String?
    /// The revision in force, as far as known.
    package var revision: Int?
    /// The shown draft; nil if there is none.
    package var draft: PolicyDraft?
    /// The name of another user's draft, if that one is shown.
    package var otherDraft: String?
    /// The differences of the draft, from the daemon.
    package var comparison: Comparison?
    /// The rules of the draft, and those that it removes.
    package internal(set) var rows: [RuleRow] = []
    package var selection = TableSelection<String>()
    package var hits = TableSelection<CallID>()
    package var revisions = TableSelection<Int>()
    /// When the cursor reached the selected rule. Requests that are costly for the daemon wait a moment.
    var selectedAt: Timestamp?
    var lastSelected: String?
    /// Changes of the draft that can be undone, newest last, and those that can be redone.
    var undone = StepHistory()
    /// Whether a change of the draft is being sent.
    package var isSending = false
    package var simulation: SimulationWatch?
    /// When to reload the rules for their hits.
    var refreshAt: Timestamp?
    /// The policy that is in the editor, or was edited and is not saved yet.
    var editing: PolicyEditing?

    package init() {}

    /// The differences between a draft and other revisions of the policy.
    package struct Comparison: Sendable {
        package var name: String
        package var edition: Int
        package var current: Int
        package var diff: PolicyDiff
    }

    package var selected: RuleRow? {
        let rows = RuleRows(self)
        return selection.index(in: rows).map { self.rows[$0] }
    }

    /// Whether another policy was applied since the draft was started.
    package var isStale: Bool { draft.map { $0.current > $0.base } ?? false }

    /// The comparison, if it belongs to the current draft.
    package var currentComparison: PolicyDiff? {
        guard let draft, let comparison, comparison.name == draft.name, comparison.edition == draft.edition,
            comparison.current == draft.current
        else { return nil }
        return comparison.diff
    }

    mutating func rebuild() { rows = RuleRow.rows(inForce: inForce, draft: draft, diff: currentComparison) }
}

/// One rule of the list: in the draft, or in force.
package struct RuleRow: Sendable, Hashable, Identifiable {
    package enum Change: Sendable, Hashable { case added, changed, moved, removed }

    package var id: String { (change == .removed ? "-" : "") + rule.name }
    package var rule: RuleDefinition
    /// Starts at 1; nil for a rule that the draft removes.
    package var position: Int?
    package var change: Change?
    /// The rule in force with the same name.
    package var summary: RuleSummary?
    /// What the draft changes, in sentences.
    package var details: [String] = []

    /// `+`, `~`, `-`, or nothing.
    package var mark: String {
        switch change {
        case .added: "+"
        case .changed, .moved: "~"
        case .removed: "-"
        case nil: ""
        }
    }

    /// The draft's rules in order, with the rules that it removes in their old places.
    static func rows(inForce: [RuleSummary], draft: PolicyDraft?, diff: PolicyDiff?) -> [RuleRow] {
        guard let draft, !draft.rules.isEmpty || draft.check.problems.isEmpty else {
            return inForce.map { RuleRow(rule: $0.rule, position: $0.position, summary: $0) }
        }
        let known = Dictionary(inForce.map { ($0.rule.name, $0) }) { first, _ in first }
        let parts = Dictionary(
            (diff?.parts ?? []).filter { $0.subject.hasPrefix("rule:") }.map { (String($0.subject.dropFirst(5)), $0) }
        ) { first, _ in first }
        var rows = draft.rules.enumerated().map { index, rule in
            let old = known[rule.name]
            let part = parts[rule.name]
            let change = diff == nil ? guess(rule, old) : part.flatMap { Self.change($0.change) }
            return RuleRow(
                rule: rule,
                position: index + 1,
                change: change,
                summary: old,
                details: part?.details ?? []
            )
        }
        let kept = Set(draft.rules.map(\.name))
        for old in inForce where !kept.contains(old.rule.name) {
            // A rule that somebody else added meanwhile is missing in the draft, but not removed by it.
            guard diff == nil || parts[old.rule.name]?.change == .removed else { continue }
            let removed = RuleRow(rule: old.rule, position: nil, change: .removed, summary: old)
            rows.insert(removed, at: min(max(0, old.position - 1), rows.count))
        }
        return rows
    }

    private static func guess(_ rule: RuleDefinition, _ old: RuleSummary?) -> Change? {
        guard let old else { return .added }
        return old.rule == rule ? nil : .changed
    }

    private static func change(_ change: PolicyDiff.Part.Change) -> Change {
        switch change {
        case .added: .added
        case .removed: .removed
        case .changed: .changed
        case .moved: .moved
        }
    }
}

/// The changes of a draft that can be undone, stored as whole drafts: these are small, and correct for any kind of
/// change.
struct StepHistory: Sendable {
    struct Step: Sendable {
        var what: String
        /// Nil if the change started the draft.
        var before: PolicyDraft?
        var after: PolicyDraft
    }

    private(set) var steps: [Step] = []
    private(set) var taken: [Step] = []
    static let limit = 20

    mutating func add(_ step: Step) {
        steps = Array((steps + [step]).suffix(Self.limit))
        taken = []
    }

    /// The change to undo. It can be redone once `tookBack` was called.
    var last: Step? { steps.last }
    var next: Step? { taken.last }

    mutating func tookBack() { if let step = steps.popLast() { taken.append(step) } }
    mutating func didAgain() { if let step = taken.popLast() { steps.append(step) } }
    mutating func clear() { self = StepHistory() }
}

/// A simulation of the draft on kept calls.
package struct SimulationWatch: Sendable {
    package var simulation: Simulation
    /// The name and edition of the simulated draft.
    package var draft: String
    package var edition: Int
    /// When to request the progress.
    var pollAt: Timestamp?
    var isAsking = false
}

/// Replies to requests from the Rules screen.
package enum RulesMessage: ScreenMessage {
    case rules(Result<Page<RuleSummary>, ControlError>)
    case draft(name: String, Result<PolicyDraft, ControlError>)
    /// The result of a change of the draft.
    case changed(what: String, kind: DraftChange, Result<PolicyDraft, ControlError>)
    case discarded(Result<Done, ControlError>, isUndo: Bool)
    case compared(name: String, edition: Int, current: Int, Result<PolicyDiff, ControlError>)
    case simulation(draft: String, edition: Int, Result<Simulation, ControlError>)
    case applied(edition: Int, Result<PolicyDocumentReply, ControlError>)
    case rolledBack(to: Int, Result<PolicyDocumentReply, ControlError>)
    case policyFetched(for: PolicyEditing.Purpose, Result<PolicyDocumentReply, ControlError>)
    case policyReady(path: String, line: Int?)
    case policyWritten(path: String, problem: String?)
    case policyRead(Result<String, PolicyFileProblem>)
    case policyChecked(Result<PolicyCheck, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { RulesScreen.update(self, &state) }
}

/// Why a policy could not be read from the editor's file.
package struct PolicyFileProblem: Error, Sendable, Hashable {
    package var path: String
    package var reason: String
}

/// What caused a change of the draft.
package enum DraftChange: Sendable, Hashable {
    case step
    case undo
    case redo
    /// A policy edited in the editor.
    case edited
}

extension ConsoleState {
    package internal(set) var rules: RulesState {
        get { screens[RulesState.self] }
        _modify { yield &screens[RulesState.self] }
    }
}

extension Message {
    package static func rules(_ message: RulesMessage) -> Message { .screen(message) }
}
