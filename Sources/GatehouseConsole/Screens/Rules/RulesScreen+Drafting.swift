import ControlProtocol
import GatehouseModel
import TerminalUI

/// Changes of the draft. Nothing here changes the policy in force.
extension RulesScreen {
    /// Sends changes of rules. If there is no draft, the daemon starts one.
    static func edit(_ edits: [EditDraft.Edit], _ what: String, _ state: inout ConsoleState) -> [Effect] {
        guard let name = draftName(state) else {
            state.say("not connected yet", .warning)
            return []
        }
        guard !state.rules.isSending else {
            state.say("the change before this one is still on its way", .info)
            return []
        }
        state.rules.isSending = true
        let request = EditDraft(name: name, edits: edits, edition: state.rules.draft?.edition)
        return [.ask(Ask(request) { .rules(.changed(what: what, kind: .step, $0)) })]
    }

    /// Saves a whole document as the draft.
    static func save(
        _ document: String,
        base: Int,
        _ what: String,
        _ kind: DraftChange,
        _ state: inout ConsoleState
    ) -> [Effect] {
        guard let name = draftName(state), !state.rules.isSending else { return [] }
        state.rules.isSending = true
        let request = SaveDraft(name: name, document: document, base: base, edition: state.rules.draft?.edition)
        return [.ask(Ask(request) { .rules(.changed(what: what, kind: kind, $0)) })]
    }

    static func changed(
        _ what: String,
        _ kind: DraftChange,
        _ result: Result<PolicyDraft, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        state.rules.isSending = false
        switch result {
        case .failure(let error): return notKept(kind, error, &state)
        case .success(let draft):
            let before = state.rules.draft
            state.rules.draft = draft
            switch kind {
            case .step, .edited: state.rules.undone.add(.init(what: what, before: before, after: draft))
            case .undo: state.rules.undone.tookBack()
            case .redo: state.rules.undone.didAgain()
            }
            if kind == .edited { PolicyEditing.kept(&state) }
            kept(what, kind, draft, &state)
            return compare(&state)
        }
    }

    private static func kept(_ what: String, _ kind: DraftChange, _ draft: PolicyDraft, _ state: inout ConsoleState) {
        if let form = state.pane(RuleForm.self), form.isSaving {
            state.closeDialog()
            select(form.rule.name, draft, &state)
        }
        let verb =
            switch kind {
            case .step, .edited: ""
            case .undo: "taken back: "
            case .redo: "done again: "
            }
        guard let problem = draft.check.problems.first else {
            state.say("draft: \(verb)\(what) · \(kind == .undo ? "^R does it again" : "u takes it back")", .good)
            return
        }
        let place = problem.line.map { "line \($0): " } ?? ""
        state.say("draft: \(verb)\(what); it cannot be applied: \(place)\(problem.text)", .warning)
    }

    /// Selects the rule that was just saved.
    private static func select(_ name: String, _ draft: PolicyDraft, _ state: inout ConsoleState) {
        guard state.screen == .rules else { return }
        state.rules.rebuild()
        state.rules.selection.select(name, in: RuleRows(state.rules), height: max(1, rowsHeight(state)))
    }

    /// The change was not saved; the typed text stays.
    private static func notKept(_ kind: DraftChange, _ error: ControlError, _ state: inout ConsoleState) -> [Effect] {
        let why = error.problem?.detail ?? error.description
        let hint = error.problem?.hint.map { "; \($0)" } ?? ""
        state.changePane(RuleForm.self) { form in
            form.isSaving = false
            form.refusal = "not kept: \(why)\(hint)"
        }
        if kind == .edited { PolicyEditing.notKept(why + hint, &state) }
        guard error.problem?.kind == .revisionMismatch else {
            state.say("the draft is as it was: \(why)\(hint)", .bad, for: .seconds(10))
            return []
        }
        state.say("the draft was changed elsewhere meanwhile; it is read again, then try once more", .warning)
        return readDraft(&state)
    }

    // MARK: Undo

    static func undo(_ state: inout ConsoleState) -> [Effect] {
        guard let step = state.rules.undone.last else { return [] }
        guard isUnchanged(step.after, &state) else { return [] }
        if let before = step.before {
            return save(before.document, base: before.base, step.what, .undo, &state)
        }
        guard let name = draftName(state) else { return [] }
        return [.ask(Ask(DiscardDraft(name: name)) { .rules(.discarded($0, isUndo: true)) })]
    }

    static func redo(_ state: inout ConsoleState) -> [Effect] {
        guard let step = state.rules.undone.next else { return [] }
        return save(step.after.document, base: step.after.base, step.what, .redo, &state)
    }

    /// An undo must not remove what another console changed in the same draft.
    private static func isUnchanged(_ after: PolicyDraft, _ state: inout ConsoleState) -> Bool {
        if state.rules.draft?.document == after.document { return true }
        state.rules.undone.clear()
        state.say("the draft was changed elsewhere; there is nothing of yours to take back", .warning)
        return false
    }

    static func discarded(
        _ result: Result<Done, ControlError>,
        isUndo: Bool,
        _ state: inout ConsoleState
    )
        -> [Effect]
    {
        switch result {
        case .failure(let error):
            state.say("the draft is still there: \(error.problem?.detail ?? error.description)", .bad)
            return readDraft(&state)
        case .success:
            state.rules.draft = nil
            state.rules.comparison = nil
            if isUndo { state.rules.undone.tookBack() } else { state.rules.undone.clear() }
            state.say(isUndo ? "taken back; there is no draft now · ^R does it again" : "the draft is gone", .good)
            state.rules.rebuild()
            return []
        }
    }

    // MARK: Single keys

    /// Changes the mode of the selected rule: enforce, shadow, off, and again.
    static func cycleMode(_ state: inout ConsoleState) -> [Effect] {
        guard var rule = state.rules.selected?.rule else { return [] }
        let before = rule.mode
        let modes = RuleMode.allCases
        rule.mode = modes[((modes.firstIndex(of: before) ?? 0) + 1) % modes.count]
        let what = "\(rule.name): \(before.rawValue) → \(rule.mode.rawValue)"
        return edit([.init(kind: .put, name: rule.name, rule: rule)], what + reach(rule, state), &state)
    }

    private static func reach(_ rule: RuleDefinition, _ state: ConsoleState) -> String {
        guard let matches = RuleMatching.value(rule, state), matches.of > 0 else { return "" }
        return ", matches \(Words.count(matches.matches)) of the last \(Words.count(matches.of))"
    }

    /// Moves the selected rule by one place.
    static func move(_ step: Int, _ state: inout ConsoleState) -> [Effect] {
        guard let row = state.rules.selected, let position = row.position else { return [] }
        let rules = state.rules.rows.filter { $0.position != nil }.map(\.rule.name)
        let target = position - 1 + step
        guard rules.indices.contains(target) else {
            state.say(step < 0 ? "it is the first already" : "it is the last already", .info, for: .seconds(2))
            return []
        }
        let follower = step < 0 ? target : target + 1
        let before = rules.indices.contains(follower) ? rules[follower] : nil
        return edit(
            [.init(kind: .move, name: row.rule.name, before: before)],
            "\(row.rule.name) moved \(step < 0 ? "up" : "down")",
            &state
        )
    }

    /// Adds a copy below the rule, in shadow mode.
    static func duplicate(_ state: inout ConsoleState) -> [Effect] {
        guard let row = state.rules.selected else { return [] }
        var rule = row.rule
        rule.name = freeName(rule.name, state)
        rule.mode = .shadow
        var edits = [EditDraft.Edit(kind: .put, rule: rule)]
        if let next = follower(of: row, state) { edits.append(.init(kind: .move, name: rule.name, before: next)) }
        return edit(edits, "\(rule.name), a copy in shadow", &state)
    }

    static func remove(_ state: inout ConsoleState) -> [Effect] {
        guard let row = state.rules.selected else { return [] }
        if row.change == .removed {
            // Removing a rule that the draft already removes restores it.
            var edits = [EditDraft.Edit(kind: .put, rule: row.rule)]
            if let next = follower(of: row, state) {
                edits.append(.init(kind: .move, name: row.rule.name, before: next))
            }
            return edit(edits, "\(row.rule.name) is back", &state)
        }
        return edit([.init(kind: .remove, name: row.rule.name)], "\(row.rule.name) removed", &state)
    }

    /// The rule below a row; nil at the end.
    static func follower(of row: RuleRow, _ state: ConsoleState) -> String? {
        guard let index = state.rules.rows.firstIndex(where: { $0.id == row.id }) else { return nil }
        return state.rules.rows.dropFirst(index + 1).first { $0.position != nil }?.rule.name
    }

    /// A name that no rule has, such as `postal code 2`.
    static func freeName(_ name: String, _ state: ConsoleState) -> String {
        let taken = Set(state.rules.rows.map(\.rule.name))
        guard taken.contains(name) else { return name }
        return (2...).lazy.map { "\(name) \($0)" }.first { !taken.contains($0) } ?? name
    }
}
