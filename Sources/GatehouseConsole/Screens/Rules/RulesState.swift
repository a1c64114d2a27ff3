package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The rules in force, and the draft that is worked on.
package struct RulesState: Sendable {
    package var inForce: [RuleSummary] = []
    package var isLoaded = false
    package var failure: String?
    /// The revision in force, as far as it was told.
    package var revision: Int?
    /// The draft that is shown; nil when there is none.
    package var draft: PolicyDraft?
    /// Somebody else's draft, when it is that one.
    package var otherDraft: String?
    /// How the draft differs, as the daemon tells it.
    package var comparison: Comparison?
    /// In force and draft, one below the other.
    package internal(set) var rows: [RuleRow] = []
    package var selection = TableSelection<String>()
    package var hits = TableSelection<CallID>()
    package var revisions = TableSelection<Int>()
    /// When the cursor came to the selected rule; what costs the daemon something waits a moment.
    var selectedAt: Timestamp?
    var lastSelected: String?
    /// Steps in the draft that can be taken back, newest last, and those that were.
    var undone = StepHistory()
    /// Whether a change of the draft is on its way.
    package var isSending = false
    package var simulation: SimulationWatch?
    /// When to read the rules again for their hits.
    var refreshAt: Timestamp?
    /// The policy that is in the editor, or came out of it and is not kept yet.
    var editing: PolicyEditing?

    package init() {}

    /// How a draft differs from the policies around it.
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

    /// Whether somebody applied another policy since the draft was begun.
    package var isStale: Bool { draft.map { $0.current > $0.base } ?? false }

    /// The comparison, when it is the one of the present draft.
    package var currentComparison: PolicyDiff? {
        guard let draft, let comparison, comparison.name == draft.name, comparison.edition == draft.edition,
            comparison.current == draft.current
        else { return nil }
        return comparison.diff
    }

    mutating func rebuild() { rows = RuleRow.rows(inForce: inForce, draft: draft, diff: currentComparison) }
}

/// One rule of the list: as the draft has it, or as it is in force.
package struct RuleRow: Sendable, Hashable, Identifiable {
    package enum Change: Sendable, Hashable { case added, changed, moved, removed }

    package var id: String { (change == .removed ? "-" : "") + rule.name }
    package var rule: RuleDefinition
    /// 1 for the first; nil for one that the draft removes.
    package var position: Int?
    package var change: Change?
    /// The rule in force of the same name.
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

    /// The draft's rules in their order, with those it removes where they stood.
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
            // One that somebody else added meanwhile is missing in the draft, not removed by it.
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

/// What can be undone in a draft, as whole drafts: small, and right whatever the step was.
struct StepHistory: Sendable {
    struct Step: Sendable {
        var what: String
        /// Nil when the step began the draft.
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

    /// The step to take back; it can be done again once `tookBack` was told.
    var last: Step? { steps.last }
    var next: Step? { taken.last }

    mutating func tookBack() { if let step = steps.popLast() { taken.append(step) } }
    mutating func didAgain() { if let step = taken.popLast() { steps.append(step) } }
    mutating func clear() { self = StepHistory() }
}

/// A replay of kept calls under the draft.
package struct SimulationWatch: Sendable {
    package var simulation: Simulation
    /// Which draft, and which edition of it, was tried.
    package var draft: String
    package var edition: Int
    /// When to ask how far it is.
    var pollAt: Timestamp?
    var isAsking = false
}

/// News of requests that Rules made.
package enum RulesMessage: Sendable {
    case rules(Result<Page<RuleSummary>, ControlError>)
    case draft(name: String, Result<PolicyDraft, ControlError>)
    /// A change of the draft was kept, or not.
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
}

/// Why a policy could not be taken over from the editor's file.
package struct PolicyFileProblem: Error, Sendable, Hashable {
    package var path: String
    package var reason: String
}

/// How a draft came to change.
package enum DraftChange: Sendable, Hashable {
    case step
    case undo
    case redo
    /// The policy as it came out of the editor.
    case edited
}
