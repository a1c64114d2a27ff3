import ControlProtocol
import GatehouseModel
import TerminalUI

extension RulesScreen {
    static func badge(_ state: ConsoleState) -> String? {
        let changes = state.rules.rows.count { $0.change != nil }
        return state.rules.draft == nil ? nil : changes > 0 ? "~\(changes)" : "~"
    }

    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        if let old = state.staleness {
            return PaneTitle("Rules", right: "STALE \(Words.age(old)) · \(condition(state))", alarm: "STALE")
        }
        let isStale = state.rules.isStale
        return PaneTitle("Rules" + simulationTitle(state), right: condition(state), alarm: isStale ? "stale" : nil)
    }

    /// What the list shows: the draft and its base, or the rules in force.
    static func condition(_ state: ConsoleState) -> String {
        guard let draft = state.rules.draft else {
            let rules = state.rules.inForce
            let shadow = rules.count { $0.rule.mode == .shadow }
            let quiet = shadow > 0 ? " · \(shadow) in shadow" : ""
            return Words.count(rules.count, "rule") + quiet + (revision(state).map { " · revision \($0)" } ?? "")
        }
        let whose = state.rules.otherDraft.map { "\($0)'s draft" } ?? "draft"
        let broken = draft.check.problems.isEmpty ? "" : " ▲ broken"
        let base = "\(whose) \(counts(state)), base \(draft.base)\(broken)"
        return state.rules.isStale ? "\(base), current \(draft.current) ▲ stale" : base
    }

    /// `+2 ~1 -0`, without the kinds that do not occur.
    static func counts(_ state: ConsoleState) -> String {
        let changes = state.rules.rows.compactMap(\.change)
        let others = state.rules.currentComparison?.parts.count { !$0.subject.hasPrefix("rule:") } ?? 0
        var words: [String] = []
        for (mark, count) in [
            ("+", changes.count { $0 == .added }), ("~", changes.count { $0 == .changed || $0 == .moved }),
            ("-", changes.count { $0 == .removed }),
        ] where count > 0 { words.append("\(mark)\(count)") }
        if others > 0 { words.append("and \(Words.count(others, "other part"))") }
        return words.isEmpty ? "without changes" : words.joined(separator: " ")
    }

    static func revision(_ state: ConsoleState) -> Int? { state.rules.revision ?? state.status?.revision }

    private static func simulationTitle(_ state: ConsoleState) -> String {
        guard let simulation = state.rules.simulation?.simulation, simulation.state == .running else { return "" }
        return "  simulating \(SimulationPane.percent(simulation))%"
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        guard let row = state.rules.selected else { return "no rule" }
        switch row.change {
        case .added: return row.rule.name + "  new in the draft"
        case .removed: return row.rule.name + "  removed in the draft"
        case .changed, .moved: return row.rule.name + "  changed in the draft"
        case nil: return row.rule.name
        }
    }

    static func tabs(_ state: ConsoleState) -> [String] { ["Rule", "Hits", "History", "Draft"] }

    static func position(_ state: ConsoleState) -> String {
        let count = count(state)
        return count == 0 ? "0" : "\((selectedIndex(state) ?? 0) + 1)/\(Words.count(count))"
    }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard !state.rules.rows.isEmpty else { return Empty.draw(emptyLines(state), in: area, on: &frame) }
        var rows = RuleRows(state.rules)
        rows.now = state.daemonTime
        rows.search = state.pane.search.term.lowercased()
        Table(columns: shownColumns(state, width: area.width), isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.rules.selection, in: area, of: &frame)
    }

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        if let failure = state.rules.failure { return ["The rules cannot be read.", failure] }
        guard state.rules.isLoaded else {
            return Empty.unread(state)
        }
        let may = state.role == .admin
        return [
            "There are no rules.",
            may ? "o writes one; on Traffic, A makes one of a call." : "An admin writes them: o here, or A on a call.",
        ]
    }

    static func columns(width: Int) -> [Column] { columns }

    private static let columns = [
        Column("change", title: "", minimum: 1, ideal: 1),
        Column("position", title: "NO", minimum: 2, ideal: 3, alignment: .right, dropPriority: 3),
        Column("mode", title: "MODE", minimum: 8, ideal: 8),
        Column("rule", title: "RULE", minimum: 12, ideal: 18, weight: 4),
        Column("warning", title: "", minimum: 1, ideal: 1),
        Column("then", title: "THEN", minimum: 7, ideal: 7),
        Column("endpoints", title: "ENDPOINTS", minimum: 9, ideal: 16, weight: 3, dropPriority: 2),
        Column("hits", title: "HITS 24h", minimum: 8, ideal: 8, alignment: .right, dropPriority: 1),
        Column("last", title: "LAST", minimum: 6, ideal: 6, dropPriority: 4),
    ]

    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        switch tab(state) {
        case .hits where !hits(state).isEmpty:
            var rows = CallRows(hits(state))
            rows.isMasked = state.isMasked
            Table(columns: CallRows.columns, isFocused: state.pane.isDetailFocused)
                .draw(rows, selection: state.rules.hits, in: area, of: &frame)
        case .history where !revisions(state).isEmpty:
            var rows = RevisionRows(revisions(state))
            rows.now = state.daemonTime
            rows.current = revision(state)
            Table(columns: RevisionRows.columns, isFocused: state.pane.isDetailFocused)
                .draw(rows, selection: state.rules.revisions, in: area, of: &frame)
        case .rule, .draft, .hits, .history:
            let inner = area.inset(columns: 1, rows: 0)
            TextPane(detail(state, width: inner.width)).draw(.init(row: state.pane.scroll), in: inner, of: &frame)
        }
    }

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        switch tab(state) {
        case .rule:
            guard let row = state.rules.selected else { return [] }
            return RuleLines.lines(row, width: width, state)
        case .hits: return hitLines(state)
        case .history: return reading(state.resources[revisionsKey], empty: "No policy was applied yet.")
        case .draft: return DraftLines.lines(state)
        }
    }

    private static func hitLines(_ state: ConsoleState) -> [Line] {
        guard let row = state.rules.selected else { return [] }
        let lines = reading(
            state.resources[hitsKey(row.rule.name)],
            empty: "No kept call was matched by this rule."
        )
        guard case .loaded = state.resources[hitsKey(row.rule.name)], row.rule.mode == .off else { return lines }
        return lines + [Line("It is off, so it looks at no call.", .hint)]
    }

    private static func reading(_ entry: Resources.Entry?, empty: SafeText) -> [Line] {
        switch entry {
        case .failed(let error): [Line("\(error.description)", .error)]
        case .loaded: [Line(empty, .hint)]
        case .loading, nil: [Line("reading…", .dim)]
        }
    }
}
