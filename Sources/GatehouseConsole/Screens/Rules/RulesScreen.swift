import ControlProtocol
import GatehouseModel
import TerminalUI

/// The rules in order; those of the draft if there is one.
enum RulesScreen: ColumnScreen, FollowingScreen, DetailRowsScreen {
    static let title = "Rules"
    static let digit = 4
    static let defaultShare = 45

    enum Tab: Int, CaseIterable { case rule, hits, history, draft }

    static func tab(_ state: ConsoleState) -> Tab { Tab(rawValue: state.panes[.rules]?.tab ?? 0) ?? .rule }

    /// The list in which the cursor moves.
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

    // MARK: Details

    static func hitsKey(_ rule: String) -> String { "rule-hits/\(rule)" }
    static let revisionsKey = "revisions"

    /// The calls that the selected rule matched, in any mode.
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
            return RuleMatching.wanted(rule, state)
        case .hits:
            let filter = "matched:\"\(QueryText.escaped(rule.name))\""
            return [Wanted(hitsKey(rule.name), ListCalls(filter: filter, limit: 200)) { .calls($0.items) }]
        case .history: return [wantedRevisions]
        case .draft: return [Wanted("drafts", ListDrafts()) { .drafts($0.items) }]
        }
    }

    // MARK: Copying and exporting

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
    /// Later than any other time.
    static let distant = Timestamp(milliseconds: Int64.max / 2)
}

/// Names inside the filter language.
enum QueryText {
    /// A text escaped for use between quotes.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("*", with: "\\*")
            .replacing("?", with: "\\?")
    }
}
