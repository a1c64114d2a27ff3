import ControlProtocol
import GatehouseModel

extension ListsScreen {
    static func add(_ draft: EntryDraft, to list: String) -> Effect {
        let what = "\(draft.entry) added to \(list)"
        return .ask(Ask(AddEntries(name: list, entries: [draft])) { .lists(.changed(list: list, what: what, $0)) })
    }

    static func edit(_ draft: EntryDraft, in list: String) -> Effect {
        let what = "\(draft.entry) in \(list) changed"
        return .ask(Ask(EditEntry(name: list, entry: draft)) { .lists(.changed(list: list, what: what, $0)) })
    }

    static func remove(_ entries: [String], from list: String) -> Effect {
        let what =
            entries.count == 1 ? "\(entries[0]) removed from \(list)" : "\(entries.count) entries removed from \(list)"
        return .ask(Ask(RemoveEntries(name: list, entries: entries)) { .lists(.changed(list: list, what: what, $0)) })
    }

    static func setExpiry(_ text: String, of entry: String, in list: String, _ state: inout ConsoleState) -> [Effect] {
        let expiry = Expiry(text, now: state.daemonTime)
        guard expiry.problem == nil else {
            state.say(expiry.problem ?? "", .warning)
            return []
        }
        guard let known = state.lists.entries.rows.first(where: { $0.entry == entry }) else { return [] }
        let draft = EntryDraft(
            entry: entry,
            comment: known.comment,
            owner: known.owner,
            ticket: known.ticket,
            expires: expiry.moment
        )
        return [edit(draft, in: list)]
    }

    static func setContains(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        state.lists.entries.contains = text.isEmpty ? nil : text
        state.lists.entries.rows = []
        state.lists.entries.isOld = true
        return []
    }

    static func check(_ value: String, _ state: inout ConsoleState) -> [Effect] {
        guard !value.isEmpty else { return [] }
        state.lists.checked = value
        state.resources.forget("check/\(value)")
        state.pane.tab = 3
        state.pane.scroll = 0
        return []
    }

    static func changed(
        _ list: String,
        _ what: String,
        _ result: Result<EntriesChanged, ControlError>,
        _ state: inout ConsoleState
    ) {
        switch result {
        case .failure(let error):
            state.say("nothing was changed: \(error.problem?.detail ?? error.description)", .bad, for: .seconds(10))
        case .success(let reply):
            state.lists.unsent = nil
            guard let number = reply.change else {
                state.say("it was there already as given; nothing was changed", .info)
                return
            }
            state.lists.changes.append(.init(list: list, number: number, what: what))
            state.lists.changes = Array(state.lists.changes.suffix(100))
            take(reply, &state)
            state.say("\(what) · u takes it back", .good)
        }
    }

    private static func take(_ reply: EntriesChanged, _ state: inout ConsoleState) {
        if let index = state.lists.lists.firstIndex(where: { $0.name == reply.list.name }),
            state.lists.lists[index].revision <= reply.list.revision
        {
            state.lists.lists[index] = reply.list
        }
        guard state.lists.entries.list == reply.list.name else { return }
        let gone = Set(reply.removed.map(\.entry))
        state.lists.entries.rows.removeAll { gone.contains($0.entry) }
        for entry in reply.updated {
            guard let index = state.lists.entries.rows.firstIndex(where: { $0.entry == entry.entry }) else { continue }
            state.lists.entries.rows[index] = entry
        }
        let known = Set(state.lists.entries.rows.map(\.entry))
        state.lists.entries.rows.insert(contentsOf: reply.added.filter { !known.contains($0.entry) }, at: 0)
    }

    static func undo(_ state: inout ConsoleState) -> [Effect] {
        guard let change = state.lists.changes.popLast() else { return [] }
        let request = UndoListChange(name: change.list, change: change.number)
        return [.ask(Ask(request) { .lists(.undone(change, $0)) })]
    }

    static func undone(
        _ change: ListsState.Change,
        _ result: Result<EntriesChanged, ControlError>,
        _ state: inout ConsoleState
    ) {
        switch result {
        case .failure(let error): state.say("not taken back: \(error.problem?.detail ?? error.description)", .warning)
        case .success(let reply):
            take(reply, &state)
            state.say("taken back: \(change.what)", .good)
        }
    }
}
