import ControlProtocol
import GatehouseModel
import TerminalUI

/// The lists above, the entries of the selected one below.
enum ListsScreen: MarkingScreen, ColumnScreen, SortingScreen, FollowingScreen, DetailRowsScreen {
    static let title = "Lists"
    static let digit = 3
    static let defaultShare = 31
    static let pageSize = 200

    static func showsEntries(_ state: ConsoleState) -> Bool { (state.panes[.lists]?.tab ?? 0) == 0 }

    static func detailHasRows(_ state: ConsoleState) -> Bool { showsEntries(state) }

    private static func movesInEntries(_ state: ConsoleState) -> Bool {
        state.pane.isDetailFocused && showsEntries(state)
    }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int {
        movesInEntries(state) ? state.lists.entries.rows.count : state.lists.lists.count
    }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        movesInEntries(state)
            ? state.lists.entries.selection.index(in: EntryRows(state.lists))
            : state.lists.selection.index(in: ListRows(state.lists))
    }

    static func select(at index: Int, _ state: inout ConsoleState) {
        guard count(state) > 0 else { return }
        let index = min(max(0, index), count(state) - 1)
        if movesInEntries(state) {
            let id = state.lists.entries.rows[index].entry
            state.lists.entries.selection.select(id, in: EntryRows(state.lists), height: entriesHeight(state))
        } else {
            let id = state.lists.lists[index].name
            state.lists.selection.select(id, in: ListRows(state.lists), height: listHeight(state))
        }
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.lists.selection.topIndex(in: ListRows(state.lists), height: listHeight(state))
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        guard movesInEntries(state) else { return state.lists.lists[index].name }
        let entry = state.lists.entries.rows[index]
        return [entry.entry, entry.comment ?? "", entry.ticket ?? "", entry.owner ?? ""].joined(separator: " ")
    }

    static func settle(_ state: inout ConsoleState) {
        state.lists.selection.reconcile(with: ListRows(state.lists), height: listHeight(state))
        state.lists.entries.selection.reconcile(with: EntryRows(state.lists), height: entriesHeight(state))
    }

    static func rowsHeight(_ state: ConsoleState) -> Int {
        movesInEntries(state) ? entriesHeight(state) : listHeight(state)
    }

    private static func listHeight(_ state: ConsoleState) -> Int { max(1, (state.layout.list?.height ?? 2) - 1) }

    static func entriesHeight(_ state: ConsoleState) -> Int {
        let form = EntryFormView.inlineHeight(state)
        return max(1, (state.layout.detail?.height ?? 2) - 1 - form)
    }

    static func toggleMark(_ state: inout ConsoleState) {
        guard movesInEntries(state) else { return }
        let rows = EntryRows(state.lists)
        state.lists.entries.selection.toggleMark(in: rows)
        state.lists.entries.selection.move(by: 1, in: rows, height: entriesHeight(state))
    }

    static func toggleRange(_ state: inout ConsoleState) {
        guard movesInEntries(state) else { return }
        state.lists.entries.selection.toggleRange(in: EntryRows(state.lists))
    }

    static func clearMarks(_ state: inout ConsoleState) { state.lists.entries.selection.clearMarks() }

    /// The marked entries; if there are none, the selected one.
    static func targets(_ state: ConsoleState) -> [String] {
        state.lists.entries.selection.targets(in: EntryRows(state.lists))
    }

    // MARK: Details

    static func wanted(_ state: ConsoleState) -> [Wanted] {
        guard let list = state.lists.selected else { return [] }
        switch state.pane.tab {
        case 2:
            let filter = "subject:\"list:\(list.name.filter { $0 != "\"" && $0 != "\\" })\""
            let key = "history/\(list.name)/\(list.revision)"
            return [Wanted(key, ListAudit(filter: filter, limit: 100)) { .records($0.items) }]
        case 3:
            guard let value = state.lists.checked else { return [] }
            return [Wanted("check/\(value)", CheckValue(value: value)) { .check($0) }]
        default: return []
        }
    }

    // MARK: Copying and exporting

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        let entry = state.lists.selectedEntry
        return [
            MenuItem.copy("e", "entry", entry?.entry),
            MenuItem.copy("c", "comment", entry?.comment),
            MenuItem.copy("n", "list name", state.lists.selected?.name),
            MenuItem.copy("l", "link for the CLI", state.lists.selected.map { "gatehouse lists show \($0.name)" }),
        ].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        guard movesInEntries(state) else {
            return [["name", "effect", "queue", "entries", "hits_24h", "source", "expiring"]]
                + state.lists.lists.map {
                    [
                        $0.name, $0.effect.rawValue, $0.queue ?? "", String($0.entries), String($0.hits24h), $0.source,
                        String($0.expiring),
                    ]
                }
        }
        let marks = state.lists.entries.selection.marks
        let rows = state.lists.entries.rows.filter { marks.isEmpty || marks.contains($0.entry) }
        return [["entry", "comment", "owner", "ticket", "expires", "hits", "last_hit"]]
            + rows.map {
                [
                    $0.entry, $0.comment ?? "", $0.owner ?? "", $0.ticket ?? "", $0.expires?.description ?? "",
                    String($0.hits), $0.lastHit?.description ?? "",
                ]
            }
    }
}
