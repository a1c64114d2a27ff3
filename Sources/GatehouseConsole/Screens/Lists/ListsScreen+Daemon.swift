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
        if isNewer, state.lists.entries.subject == list.name { state.lists.entries.isOld = true }
    }

    /// Loads the entries of the selected list if other ones are loaded, and further ones when the cursor nears the end.
    static func more(_ state: inout ConsoleState) -> [Effect] {
        guard state.connection.phase == .live, showsEntries(state), let list = state.lists.selected else { return [] }
        if state.lists.entries.subject != list.name { state.lists.entries.show(list.name, filter: nil) }
        let index = state.lists.entries.selection.index(in: EntryRows(state.lists)) ?? 0
        let (height, contains) = (entriesHeight(state), state.lists.entries.filter)
        guard let cursor = state.lists.entries.wanted(cursor: index, height: height) else { return [] }
        let request = ListEntries(name: list.name, contains: contains, limit: pageSize, cursor: cursor)
        return [
            .ask(Ask(request) { .lists(.entries(list: list.name, contains: contains, isMore: cursor != nil, $0)) })
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
            guard list == state.lists.entries.subject, contains == state.lists.entries.filter else { return [] }
            state.lists.entries.listed(result, isMore: isMore)
        case .changed(let list, let what, let act, let result): return changed(list, what, act: act, result, &state)
        }
        return []
    }
}
