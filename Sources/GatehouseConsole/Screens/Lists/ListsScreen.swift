import ControlProtocol
import GatehouseModel
import TerminalUI

/// The lists above, the entries of the selected one below.
enum ListsScreen: Screen {
    static let title = "Lists"
    static let hasMarks = true
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

    private static func entriesHeight(_ state: ConsoleState) -> Int {
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

    /// The marked entries, else the selected one.
    static func targets(_ state: ConsoleState) -> [String] {
        state.lists.entries.selection.targets(in: EntryRows(state.lists))
    }

    // MARK: The daemon

    static func reload(_ state: inout ConsoleState) -> [Effect] {
        state.lists.entries.isOld = true
        return [.ask(Ask(ListLists()) { .lists(.lists($0)) })]
    }

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        guard case .list(let list) = event.body else { return [] }
        put(list, &state)
        return []
    }

    /// Hits come with calls, and calls change no list: the counts are read again now and then.
    private static let pace = Duration.seconds(15)

    static func entered(_ state: inout ConsoleState) -> [Effect] { readCounts(&state) }

    static func nextWake(_ state: ConsoleState) -> Timestamp? { state.screen == .lists ? state.lists.refreshAt : nil }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        guard state.screen == .lists, state.connection.phase == .live else { return [] }
        guard let refreshAt = state.lists.refreshAt else {
            state.lists.refreshAt = state.now + pace
            return []
        }
        return refreshAt <= state.now ? readCounts(&state) : []
    }

    private static func readCounts(_ state: inout ConsoleState) -> [Effect] {
        state.lists.refreshAt = state.now + pace
        return [.ask(Ask(ListLists()) { .lists(.lists($0)) })]
    }

    private static func put(_ list: ListSummary, _ state: inout ConsoleState) {
        guard let index = state.lists.lists.firstIndex(where: { $0.name == list.name }) else {
            state.lists.lists.append(list)
            state.lists.sort()
            return
        }
        let isNewer = state.lists.lists[index].revision < list.revision
        state.lists.lists[index] = list
        if isNewer, state.lists.entries.list == list.name { state.lists.entries.isOld = true }
    }

    /// Reads the entries of the selected list when they are not those at hand, and more when the cursor nears the end.
    static func more(_ state: inout ConsoleState) -> [Effect] {
        guard state.connection.phase == .live, showsEntries(state), let list = state.lists.selected else { return [] }
        if state.lists.entries.list != list.name {
            state.lists.entries = ListsState.Entries()
            state.lists.entries.list = list.name
            state.lists.entries.isOld = true
        }
        guard !state.lists.entries.isReading, state.lists.entries.failure == nil || state.lists.entries.isOld else {
            return []
        }
        if state.lists.entries.isOld {
            state.lists.entries.isOld = false
            return ask(&state, cursor: nil)
        }
        let index = state.lists.entries.selection.index(in: EntryRows(state.lists)) ?? 0
        guard let next = state.lists.entries.next, state.lists.entries.rows.count < 20_000,
            state.lists.entries.rows.count - index < entriesHeight(state) * 2
        else { return [] }
        return ask(&state, cursor: next)
    }

    private static func ask(_ state: inout ConsoleState, cursor: String?) -> [Effect] {
        guard let list = state.lists.entries.list else { return [] }
        let contains = state.lists.entries.contains
        state.lists.entries.isReading = true
        let request = ListEntries(name: list, contains: contains, limit: pageSize, cursor: cursor)
        return [
            .ask(Ask(request) { .lists(.entries(list: list, contains: contains, isMore: cursor != nil, $0)) })
        ]
    }

    static func update(_ message: ListsMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .lists(.failure(let error)): state.say("cannot read the lists: \(error)", .bad)
        case .lists(.success(let page)):
            state.lists.lists = page.items
            state.lists.sort()
            state.lists.isLoaded = true
        case .entries(let list, let contains, let isMore, let result):
            guard list == state.lists.entries.list, contains == state.lists.entries.contains else { return [] }
            read(result, isMore: isMore, &state)
        case .changed(let list, let what, let result): changed(list, what, result, &state)
        case .undone(let change, let result): undone(change, result, &state)
        }
        return []
    }

    private static func read(_ result: Result<Page<ListEntry>, ControlError>, isMore: Bool, _ state: inout ConsoleState)
    {
        state.lists.entries.isReading = false
        switch result {
        case .failure(let error): state.lists.entries.failure = error.description
        case .success(let page):
            let known = Set(isMore ? state.lists.entries.rows.map(\.entry) : [])
            let new = page.items.filter { !known.contains($0.entry) }
            state.lists.entries.rows = (isMore ? state.lists.entries.rows : []) + new
            state.lists.entries.next = page.next
            state.lists.entries.failure = nil
        }
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

    // MARK: Taking away

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
