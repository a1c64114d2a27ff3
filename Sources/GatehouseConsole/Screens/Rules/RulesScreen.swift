import ControlProtocol
import GatehouseModel
import TerminalUI

/// The rules in their order, those of the draft where there is one.
enum RulesScreen: Screen {
    static let title = "Rules"
    static let digit = 4
    static let defaultShare = 45

    enum Tab: Int, CaseIterable { case rule, hits, history, draft }

    static func tab(_ state: ConsoleState) -> Tab { Tab(rawValue: state.panes[.rules]?.tab ?? 0) ?? .rule }

    /// Which list the cursor moves in.
    private enum Place { case rules, hits, revisions }

    private static func place(_ state: ConsoleState) -> Place {
        guard state.pane.isDetailFocused else { return .rules }
        switch tab(state) {
        case .hits: return .hits
        case .history: return .revisions
        case .rule, .draft: return .rules
        }
    }

    static func detailHasRows(_ state: ConsoleState) -> Bool { tab(state) == .hits || tab(state) == .history }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int {
        switch place(state) {
        case .rules: state.rules.rows.count
        case .hits: hits(state).count
        case .revisions: revisions(state).count
        }
    }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        switch place(state) {
        case .rules: state.rules.selection.index(in: RuleRows(state.rules))
        case .hits: state.rules.hits.index(in: CallRows(hits(state)))
        case .revisions: state.rules.revisions.index(in: RevisionRows(revisions(state)))
        }
    }

    static func select(at index: Int, _ state: inout ConsoleState) {
        guard count(state) > 0 else { return }
        let index = min(max(0, index), count(state) - 1)
        let height = rowsHeight(state)
        switch place(state) {
        case .rules:
            let rows = RuleRows(state.rules)
            state.rules.selection.select(rows.id(at: index), in: rows, height: height)
        case .hits:
            let rows = CallRows(hits(state))
            state.rules.hits.select(rows.id(at: index), in: rows, height: height)
        case .revisions:
            let rows = RevisionRows(revisions(state))
            state.rules.revisions.select(rows.id(at: index), in: rows, height: height)
        }
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.rules.selection.topIndex(in: RuleRows(state.rules), height: listHeight(state))
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        switch place(state) {
        case .rules: RuleRows.text(state.rules.rows[index].rule)
        case .hits: CallRows(hits(state)).text(at: index)
        case .revisions: RevisionRows(revisions(state)).text(at: index)
        }
    }

    static func settle(_ state: inout ConsoleState) {
        state.rules.selection.reconcile(with: RuleRows(state.rules), height: listHeight(state))
        let selected = state.rules.selected?.id
        guard selected != state.rules.lastSelected else { return }
        state.rules.lastSelected = selected
        state.rules.selectedAt = state.now
        state.rules.hits = TableSelection()
    }

    static func rowsHeight(_ state: ConsoleState) -> Int {
        place(state) == .rules ? listHeight(state) : max(1, (state.layout.detail?.height ?? 2) - 1)
    }

    private static func listHeight(_ state: ConsoleState) -> Int { max(1, (state.layout.list?.height ?? 2) - 1) }

    // MARK: The daemon

    /// Whose draft is shown: the user's own, unless another was asked for.
    static func draftName(_ state: ConsoleState) -> String? { state.rules.otherDraft ?? state.whoAmI?.user }

    static func reload(_ state: inout ConsoleState) -> [Effect] { [readRules] + readDraft(&state) }

    private static var readRules: Effect { .ask(Ask(ListRules()) { .rules(.rules($0)) }) }

    static func readDraft(_ state: inout ConsoleState) -> [Effect] {
        guard let name = draftName(state) else { return [] }
        return [.ask(Ask(GetDraft(name: name)) { .rules(.draft(name: name, $0)) })]
    }

    /// What the rest of the draft's surroundings are is asked again whenever draft or policy changed.
    static func compare(_ state: inout ConsoleState) -> [Effect] {
        state.rules.rebuild()
        guard let draft = state.rules.draft, state.rules.currentComparison == nil else { return [] }
        let (name, edition, current) = (draft.name, draft.edition, draft.current)
        let request = DiffPolicy(.init(document: draft.document, base: draft.base))
        return [
            .ask(Ask(request) { .rules(.compared(name: name, edition: edition, current: current, $0)) })
        ]
    }

    static func entered(_ state: inout ConsoleState) -> [Effect] {
        state.rules.refreshAt = state.now + refreshPause
        return [readRules]
    }

    static let refreshPause = Duration.seconds(10)

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        switch event.body {
        case .policy(let revision): return heard(revision, &state)
        case .call(let call):
            guard state.screen == .rules, let rule = state.rules.selected?.rule, call.decidedBy == .rule(rule.name)
            else {
                return []
            }
            state.rules.refreshAt = min(state.rules.refreshAt ?? .distant, state.now + .seconds(1))
            return []
        default: return []
        }
    }

    /// Somebody applied a policy.
    private static func heard(_ revision: PolicyRevisionSummary, _ state: inout ConsoleState) -> [Effect] {
        state.rules.revision = max(revision.revision, state.rules.revision ?? 0)
        state.resources.outdate(revisionsKey)
        guard var draft = state.rules.draft, draft.base < revision.revision else { return reload(&state) }
        draft.current = max(draft.current, revision.revision)
        state.rules.draft = draft
        if revision.user != state.whoAmI?.user || state.rules.otherDraft != nil {
            let comment = revision.comment.map { " \"\($0)\"" } ?? ""
            state.say(
                "\(revision.user) applied revision \(revision.revision)\(comment); the draft is based on \(draft.base): "
                    + ":diff shows both",
                .warning,
                for: .seconds(20)
            )
        }
        return reload(&state)
    }

    static func nextWake(_ state: ConsoleState) -> Timestamp? {
        let resting = state.screen == .rules ? state.rules.selectedAt.map { $0 + RuleForm.pause } : nil
        let refresh = state.screen == .rules ? state.rules.refreshAt : nil
        return [resting, refresh, state.rules.simulation?.pollAt].compactMap(\.self).filter { $0 > state.now }.min()
    }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        var effects = pollSimulation(&state)
        guard state.screen == .rules, state.connection.phase == .live, let refreshAt = state.rules.refreshAt,
            refreshAt <= state.now
        else { return effects }
        state.rules.refreshAt = state.now + refreshPause
        if let rule = state.rules.selected?.rule { state.resources.outdate(hitsKey(rule.name)) }
        effects.append(readRules)
        return effects
    }

    static func update(_ message: RulesMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .rules(let result): return read(result, &state)
        case .draft(let name, let result): return read(result, of: name, &state)
        case .changed(let what, let kind, let result): return changed(what, kind, result, &state)
        case .discarded(let result, let isUndo): return discarded(result, isUndo: isUndo, &state)
        case .compared(let name, let edition, let current, let result):
            return compared(name, edition, current, result, &state)
        case .simulation(let draft, let edition, let result): return heard(result, draft, edition, &state)
        case .applied(let edition, let result): return applied(edition, result, &state)
        case .rolledBack(let number, let result): return rolledBack(number, result, &state)
        case .policyFetched(let purpose, let result): return PolicyEditing.fetched(purpose, result, &state)
        case .policyReady(let path, let line): return [.editPolicy(path: path, line: line)]
        case .policyWritten(let path, let problem): return PolicyEditing.written(path, problem, &state)
        case .policyRead(let result): return PolicyEditing.read(result, &state)
        case .policyChecked(let result): return PolicyEditing.checked(result, &state)
        }
    }

    private static func read(
        _ result: Result<Page<RuleSummary>, ControlError>,
        _ state: inout ConsoleState
    )
        -> [Effect]
    {
        switch result {
        case .failure(let error):
            state.rules.failure = error.problem?.detail ?? error.description
            if state.screen == .rules { state.say("cannot read the rules: \(error)", .bad) }
        case .success(let page):
            state.rules.inForce = page.items
            state.rules.isLoaded = true
            state.rules.failure = nil
            state.rules.rebuild()
        }
        return []
    }

    private static func read(
        _ result: Result<PolicyDraft, ControlError>,
        of name: String,
        _ state: inout ConsoleState
    )
        -> [Effect]
    {
        guard name == draftName(state) else { return [] }
        switch result {
        case .failure(let error) where error.problem?.kind == .notFound:
            state.rules.draft = nil
            guard state.rules.otherDraft == nil else {
                state.rules.otherDraft = nil
                state.say("\(name) has no draft", .info)
                return readDraft(&state)
            }
        case .failure(let error):
            if state.screen == .rules { state.say("cannot read the draft: \(error)", .bad) }
        case .success(let draft): state.rules.draft = draft
        }
        return compare(&state)
    }

    private static func compared(
        _ name: String,
        _ edition: Int,
        _ current: Int,
        _ result: Result<PolicyDiff, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        if case .success(let diff) = result {
            state.rules.comparison = .init(name: name, edition: edition, current: current, diff: diff)
            state.rules.rebuild()
        }
        return []
    }

    // MARK: Details

    static func hitsKey(_ rule: String) -> String { "rule-hits/\(rule)" }
    static let revisionsKey = "revisions"

    /// The calls that the selected rule decided.
    static func hits(_ state: ConsoleState) -> [CallSummary] {
        guard let rule = state.rules.selected?.rule, case .calls(let calls) = state.resources.value(hitsKey(rule.name))
        else { return [] }
        return calls
    }

    static func revisions(_ state: ConsoleState) -> [PolicyRevisionSummary] {
        guard case .revisions(let revisions) = state.resources.value(revisionsKey) else { return [] }
        return revisions
    }

    static let wantedRevisions = Wanted(revisionsKey, ListRevisions(limit: 200)) { .revisions($0.items) }

    static func wanted(_ state: ConsoleState) -> [Wanted] {
        guard let rule = state.rules.selected?.rule else { return [] }
        switch tab(state) {
        case .rule:
            guard let rested = state.rules.selectedAt, state.now >= rested + RuleForm.pause else { return [] }
            return [RuleMatching.wanted(rule)]
        case .hits:
            let filter = "rule:\"\(QueryText.escaped(rule.name))\""
            return [Wanted(hitsKey(rule.name), ListCalls(filter: filter, limit: 200)) { .calls($0.items) }]
        case .history: return [wantedRevisions]
        case .draft: return [Wanted("drafts", ListDrafts()) { .drafts($0.items) }]
        }
    }

    // MARK: Taking away

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        guard let rule = state.rules.selected?.rule else { return [] }
        return [
            MenuItem.copy("n", "name", rule.name),
            MenuItem.copy("w", "condition", rule.when),
            MenuItem.copy("m", "message", rule.message["default"]),
            MenuItem.copy("l", "link for the CLI", "gatehouse rules show '\(rule.name.replacing("'", with: "'\\''"))'"),
        ].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        [["position", "draft", "mode", "name", "then", "endpoints", "when", "hits_24h", "last_hit", "warnings"]]
            + state.rules.rows.map { row in
                [
                    row.position.map(String.init) ?? "", row.mark, row.rule.mode.rawValue, row.rule.name,
                    row.rule.then.rawValue, row.rule.endpoints.joined(separator: " "), row.rule.when,
                    row.summary.map { String($0.hits24h) } ?? "", row.summary?.lastHit?.description ?? "",
                    row.warnings.joined(separator: " "),
                ]
            }
    }
}

extension Timestamp {
    /// Later than everything.
    static let distant = Timestamp(milliseconds: Int64.max / 2)
}

/// Names inside the filter language.
enum QueryText {
    /// A text for between quotes.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("*", with: "\\*")
            .replacing("?", with: "\\?")
    }
}
