import ControlProtocol
import GatehouseModel

extension ListsScreen {
    /// - Parameter act: the act that the change belongs to; nil for an act of its own.
    static func add(_ draft: EntryDraft, to list: String, act: Int? = nil) -> Effect {
        let what = "\(draft.entry) added to \(list)"
        return .ask(
            Ask(AddEntries(name: list, entries: [draft])) { .lists(.changed(list: list, what: what, act: act, $0)) }
        )
    }

    static func edit(_ draft: EntryDraft, in list: String) -> Effect {
        let what = "\(draft.entry) in \(list) changed"
        return .ask(Ask(EditEntry(name: list, entry: draft)) { .lists(.changed(list: list, what: what, act: nil, $0)) })
    }

    static func remove(_ entries: [String], from list: String) -> Effect {
        let what =
            entries.count == 1 ? "\(entries[0]) removed from \(list)" : "\(entries.count) entries removed from \(list)"
        return .ask(
            Ask(RemoveEntries(name: list, entries: entries)) { .lists(.changed(list: list, what: what, act: nil, $0)) }
        )
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
        state.lists.entries.show(state.lists.entries.subject, filter: text.isEmpty ? nil : text)
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
        act: Int?,
        _ result: Result<EntriesChanged, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            let why = error.problem?.detail ?? error.description
            guard let act else {
                state.say("nothing was changed: \(why)", .bad, for: .seconds(10))
                return []
            }
            return joined(act, to: nil, "but not added to \(list): \(why)", &state)
        case .success(let reply):
            state.lists.unsent = nil
            take(reply, &state)
            guard let number = reply.change else {
                guard let act else {
                    state.say("it was there already as given; nothing was changed", .info)
                    return []
                }
                return joined(act, to: nil, "it was in \(list) already", &state)
            }
            let change = ListsState.Change(list: list, number: number, what: what)
            if let act { return joined(act, to: change, what, &state) }
            let own = state.acts.begin(what, at: state.daemonTime, isRunning: false)
            state.acts[own]?.changes = [change]
            state.say("\(what) · u takes it back", .good)
        }
        return []
    }

    /// Completes the act that the change belongs to, so that both are undone together.
    private static func joined(
        _ id: Int,
        to change: ListsState.Change?,
        _ words: String,
        _ state: inout ConsoleState
    ) -> [Effect] {
        guard var act = state.acts[id] else {
            state.say(words, change == nil ? .warning : .good)
            return []
        }
        let first = act.what
        act.what += change == nil ? "" : ", \(words)"
        act.changes += change.map { [$0] } ?? []
        act.isRunning = false
        state.acts[id] = act
        if change == nil {
            state.say("\(first), \(words)", .warning, for: .seconds(10))
        } else {
            state.log.add(words, tone: .good, at: state.now)
        }
        return Undoing.startWanted(id, &state)
    }

    /// Applies the daemon's reply to a change.
    static func take(_ reply: EntriesChanged, _ state: inout ConsoleState) {
        if let index = state.lists.lists.firstIndex(where: { $0.name == reply.list.name }),
            state.lists.lists[index].revision <= reply.list.revision
        {
            state.lists.lists[index] = reply.list
        }
        guard state.lists.entries.subject == reply.list.name else { return }
        state.lists.entries.remove(Set(reply.removed.map(\.entry)))
        let known = Set(state.lists.entries.rows.map(\.entry))
        for entry in reply.updated where known.contains(entry.entry) { state.lists.entries.put(entry) }
        for entry in reply.added.reversed() where !known.contains(entry.entry) { state.lists.entries.put(entry) }
    }
}
