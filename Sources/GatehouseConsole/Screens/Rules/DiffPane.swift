import ControlProtocol
import GatehouseModel
package import TerminalUI

/// The differences between two policies, by part and by line. Depending on the purpose, it also asks whether to apply.
package struct DiffPane: Sendable {
    package enum Purpose: Sendable, Hashable {
        case look
        /// Compares the draft with the revision in force, in order to apply it.
        case apply(comment: String?)
        /// Compares the revision in force with an earlier one, in order to roll back.
        case rollBack(to: Int, comment: String?)
    }

    package enum Tab: Int, Sendable, CaseIterable { case parts, lines, theirs }

    /// The compared policies.
    package enum Subject: Sendable, Hashable {
        case draft
        case revisions(from: Int?, to: Int?)
    }

    package let purpose: Purpose
    let subject: Subject
    package var tab = Tab.parts
    package var scroll = 0

    package init(_ purpose: Purpose, _ subject: Subject = .draft) {
        self.purpose = purpose
        self.subject = subject
    }

    // MARK: What is shown

    private var key: String {
        guard case .revisions(let from, let to) = subject else { return "" }
        return "diff/\(from.map(String.init) ?? "-")/\(to.map(String.init) ?? "-")"
    }

    func diff(_ state: ConsoleState) -> Result<PolicyDiff, ControlError>? {
        guard case .revisions = subject else { return state.rules.currentComparison.map { .success($0) } }
        switch state.resources[key] {
        case .failed(let error): return .failure(error)
        case .loaded(.diff(let diff), _): return .success(diff)
        case .loaded, .loading, nil: return nil
        }
    }

    /// Whether the draft's base is no longer in force.
    func isStale(_ state: ConsoleState) -> Bool { subject == .draft && state.rules.isStale }

    func tabs(_ state: ConsoleState) -> [Tab] { isStale(state) ? Tab.allCases : [.parts, .lines] }

    // MARK: Keys

    private mutating func turn(_ step: Int, _ state: ConsoleState) {
        let tabs = tabs(state)
        let here = tabs.firstIndex(of: tab) ?? 0
        tab = tabs[(here + step + tabs.count) % tabs.count]
        scroll = 0
    }

    private mutating func move(_ rows: Int, _ state: ConsoleState) {
        let size = DiffPaneView.inside(state)
        let count = TextPane(DiffPaneView.lines(self, state)).rows(width: size.width, wraps: true).count
        let (wanted, overflow) = scroll.addingReportingOverflow(rows)
        scroll = min(max(0, overflow ? Int.max : wanted), max(0, count - size.height))
    }

    /// Why `y` can do nothing now; nil if it can.
    func refusal(_ state: ConsoleState) -> String? {
        switch purpose {
        case .look: return "nothing is asked here"
        case .apply:
            if let why = CommandTable.refusal(of: "apply", on: .rules, in: state) { return why }
            guard let draft = state.rules.draft else { return "there is no draft any more" }
            if let problem = draft.check.problems.first {
                return "the draft is wrong" + (problem.line.map { " at line \($0)" } ?? "") + ": \(problem.text)"
            }
            if state.rules.isStale {
                return "revision \(draft.current) was applied meanwhile; take it in first: m, b or e"
            }
            guard let diff = state.rules.currentComparison else { return "what it changes is still being read" }
            return diff.parts.isEmpty ? "nothing differs from the policy in force" : nil
        case .rollBack: return CommandTable.refusal(of: "rollback", on: .rules, in: state)
        }
    }

    private func goOver(_ state: inout ConsoleState) -> [Effect] {
        if let why = refusal(state) {
            state.say(why, .warning)
            return []
        }
        switch purpose {
        case .look: return []
        case .apply(let comment):
            state.closeDialog()
            return RulesScreen.apply(comment, &state)
        case .rollBack(let number, let comment):
            guard let base = RulesScreen.revision(state) else { return [] }
            state.closeDialog()
            return [RulesScreen.rollBack(to: number, comment: comment, base: base)]
        }
    }

    /// Merges the others' changes into the draft.
    private func merge(_ state: inout ConsoleState) -> [Effect] {
        guard isStale(state), mayEdit(&state) else { return [] }
        guard case .success(let diff) = diff(state), let merged = diff.merged else {
            state.say("both sides changed the same; e opens the draft in the editor, b keeps yours", .warning)
            return []
        }
        return RulesScreen.rebase(merged, &state)
    }

    /// Keeps the draft unchanged and bases it on the revision in force, after a question.
    private func keepMine(_ state: inout ConsoleState) -> [Effect] {
        guard isStale(state), mayEdit(&state), let question = RulesScreen.rebaseQuestion(state),
            let command = CommandTable.command("rebase", on: .rules)
        else { return [] }
        state.covered.append(.pane(self))
        state.dialog = .confirm(Confirm(question: question, command: command, words: []))
        return []
    }

    private func mayEdit(_ state: inout ConsoleState) -> Bool {
        guard let why = CommandTable.refusal(of: "edit", on: .rules, in: state) else { return true }
        state.say(why, .warning)
        return false
    }
}

extension DiffPane: OverlayPane {
    package var barrier: String? {
        switch purpose {
        case .look: nil
        case .apply: "apply"
        case .rollBack(let number, _): "rollback \(number)"
        }
    }

    package func wanted(_ state: ConsoleState) -> [Wanted] {
        guard case .revisions(let from, let to) = subject else { return [] }
        return [Wanted(key, DiffPolicy(.init(to: to, from: from))) { .diff($0) }]
    }

    package func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var pane = self
        let page = max(1, DiffPaneView.inside(state).height - 1)
        switch key.description {
        case "esc", "q", "^C", "n", "enter":
            state.closeDialog()
            if purpose != .look { state.say("nothing was applied", .info, for: .seconds(2)) }
            return []
        case "y" where purpose != .look: return goOver(&state)
        case "s" where subject == .draft:
            guard let command = CommandTable.command("simulate", on: .rules) else { return [] }
            return CommandTable.run(command, [], &state)
        case "m" where isStale(state): return merge(&state)
        case "b" where isStale(state): return keepMine(&state)
        case "e" where isStale(state) && mayEdit(&state):
            state.closeAllDialogs()
            return PolicyEditing.begin(onCurrent: true, &state)
        case "tab", "l", "right", "]": pane.turn(1, state)
        case "S-tab", "h", "left", "[": pane.turn(-1, state)
        case "down", "j": pane.move(1, state)
        case "up", "k": pane.move(-1, state)
        case "PgDn", "^F", "space", "^D": pane.move(page, state)
        case "PgUp", "^B", "^U": pane.move(-page, state)
        case "g", "Home": pane.scroll = 0
        case "G", "End": pane.move(Int.max, state)
        default: return []
        }
        state.replace(pane)
        return []
    }

    package func draw(_ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        DiffPaneView.draw(self, state, over: area, on: &frame)
    }
}
