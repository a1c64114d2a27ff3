import ControlProtocol
import GatehouseModel
import TerminalUI

/// Requests of the Lists screen to the daemon, and their replies.
extension ListsScreen {
    static func reload(_ state: inout ConsoleState) -> [Effect] {
        state.lists.entries.isOld = true
        return [.ask(Ask(ListLists()) { .lists(.lists($0)) })]
    }

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        guard case .list(let list) = event.body else { return [] }
        put(list, &state)
        return []
    }

    /// Calls add hits without changing a list, so the counts are reloaded from time to time.
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

    /// Loads the entries of the selected list if other ones are loaded, and further ones when the cursor nears the end.
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
        case .changed(let list, let what, let act, let result): return changed(list, what, act: act, result, &state)
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
}
