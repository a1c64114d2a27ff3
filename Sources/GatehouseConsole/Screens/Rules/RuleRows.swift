import GatehouseModel
package import TerminalUI

/// The rules as a table.
package struct RuleRows: TableRows {
    private let rows: [RuleRow]
    var now = Timestamp(milliseconds: 0)
    var search = ""

    init(_ state: RulesState) { rows = state.rows }

    package var count: Int { rows.count }
    package func id(at index: Int) -> String { rows[index].id }
    package func index(of id: String) -> Int? { rows.firstIndex { $0.id == id } }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !Self.text(rows[index].rule).lowercased().contains(search) ? nil : .match
    }

    /// The text that a search compares.
    static func text(_ rule: RuleDefinition) -> String {
        ([rule.name, rule.when, rule.then.rawValue, rule.mode.rawValue, rule.comment ?? ""] + rule.endpoints)
            .joined(separator: " ")
    }

    package func cell(at index: Int, column: String) -> Span {
        let row = rows[index]
        let isQuiet = row.rule.mode == .off || row.change == .removed
        let plain: TerminalUI.Role = isQuiet ? .dim : .text
        switch column {
        case "change": return Span(SafeText(row.mark), Self.role(row.change))
        case "position": return Span(SafeText(row.position.map(String.init) ?? "-"), .dim)
        case "mode": return Span(Self.mode(row.rule.mode), Self.role(row.rule.mode))
        case "rule": return Span(SafeText(row.rule.name), plain)
        case "then": return Span(SafeText(row.rule.then.rawValue), isQuiet ? .dim : Self.role(row.rule.then))
        case "endpoints":
            let names = row.rule.endpoints
            return Span(SafeText(names.isEmpty ? "all" : names.joined(separator: ", ")), .dim)
        case "hits":
            guard let hits = row.summary?.hits24h else { return Span("-", .dim) }
            return Span(SafeText(Words.count(hits)), hits > 0 ? plain : .dim)
        case "last":
            guard let summary = row.summary else { return Span("-", .dim) }
            return Span(SafeText(Words.recent(summary.lastHit, now: now)), .dim)
        case "warning": return Span(row.warns ? "▲" : "", .warn)
        default: return Span("", .text)
        }
    }

    /// The mode, with a mark before the modes that have no effect.
    static func mode(_ mode: RuleMode) -> SafeText {
        switch mode {
        case .enforce: "enforce"
        case .shadow: "◇ shadow"
        case .off: "○ off"
        }
    }

    static func role(_ mode: RuleMode) -> TerminalUI.Role {
        switch mode {
        case .enforce: .ok
        case .shadow: .pending
        case .off: .dim
        }
    }

    static func role(_ action: RuleAction) -> TerminalUI.Role {
        switch action {
        case .block: .denied
        case .invalid: .warn
        case .approve: .pending
        case .allow: .allowed
        case .set, .tag: .text
        }
    }

    static func role(_ change: RuleRow.Change?) -> TerminalUI.Role {
        switch change {
        case .added: .diffAdd
        case .removed: .diffDelete
        case .changed, .moved: .warn
        case nil: .dim
        }
    }
}

extension RuleRow {
    /// Whether there are warnings. Those of the rule in force apply only if the draft has not changed it.
    var warns: Bool { !warnings.isEmpty }

    var warnings: [String] {
        guard let summary, change == nil || change == .moved || summary.rule == rule else { return [] }
        return summary.warnings
    }
}
