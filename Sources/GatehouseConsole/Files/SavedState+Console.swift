import GatehouseModel
import TerminalUI

extension ConsoleState {
    /// The state to save for the next start.
    var saved: SavedState {
        var saved = SavedState()
        saved.screen = screen.rawValue
        saved.theme = theme.name
        saved.sideBySide = sideBySide
        saved.shares = Dictionary(uniqueKeysWithValues: panes.map { ($0.key.rawValue, $0.value.share) })
        saved.filters = Dictionary(uniqueKeysWithValues: panes.map { ($0.key.rawValue, $0.value.filter.text) })
            .filter { !$0.value.isEmpty }
        saved.history = history
        for (id, pane) in panes {
            if let columns = pane.columns {
                saved.columns = (saved.columns ?? [:]).merging([id.rawValue: columns]) { $1 }
            }
            if let sort = pane.sort {
                saved.sorts = (saved.sorts ?? [:]).merging([id.rawValue: (sort.descending ? "-" : "") + sort.column]) {
                    $1
                }
            }
        }
        let snoozed = approvals.snoozed.map { ($0.key.description, $0.value.milliseconds) }
        saved.snoozed = snoozed.isEmpty ? nil : Dictionary(uniqueKeysWithValues: snoozed)
        return saved
    }

    /// Restores saved state; unknown or invalid values are ignored.
    mutating func restore(_ saved: SavedState) {
        screen = saved.screen.flatMap(ScreenID.init(rawValue:)) ?? screen
        sideBySide = saved.sideBySide ?? sideBySide
        for (name, share) in saved.shares ?? [:] {
            guard let id = ScreenID(rawValue: name), (15...90).contains(share) else { continue }
            panes[id]?.share = share
        }
        for (name, text) in saved.filters ?? [:] {
            guard let id = ScreenID(rawValue: name), id.filterProblem(text) == nil else { continue }
            panes[id]?.filter = FilterState(text: text)
        }
        restoreTables(saved)
        for (id, until) in (saved.snoozed ?? [:]).prefix(ApprovalsScreen.snoozeLimit) {
            guard let id = CallID(id), until > now.milliseconds else { continue }
            approvals.snoozed[id] = Timestamp(milliseconds: until)
        }
        for (prompt, lines) in (saved.history ?? [:]).prefix(20) {
            history[prompt] = Array(lines.suffix(50))
        }
    }

    private mutating func restoreTables(_ saved: SavedState) {
        for (name, columns) in saved.columns ?? [:] {
            guard let id = ScreenID(rawValue: name) else { continue }
            let known = Set(id.columns?.columns(width: .max).map(\.id) ?? [])
            let chosen = columns.filter(known.contains)
            panes[id]?.columns = chosen.isEmpty ? nil : chosen
        }
        for (name, text) in saved.sorts ?? [:] {
            let column = text.hasPrefix("-") ? String(text.dropFirst()) : text
            guard let id = ScreenID(rawValue: name), id.sorting?.sortable.contains(column) ?? false else { continue }
            let order = Table.Sort(column: column, descending: text.hasPrefix("-"))
            panes[id]?.sort = order
            _ = id.sorting?.sort(by: order, &self)
        }
    }
}
