/// Search in the loaded rows.
enum Searching {
    /// Counts the matches and finds which one the cursor is on.
    static func count(_ state: inout ConsoleState) {
        let matches = positions(state)
        state.pane.search.matches = matches.count
        let index = state.current.selectedIndex(state) ?? -1
        state.pane.search.current = (matches.firstIndex(of: index) ?? -1) + 1
    }

    /// Goes to the next match in a direction, continuing at the other end.
    static func jump(_ step: Int, _ state: inout ConsoleState, includingCurrent: Bool = false) {
        guard state.pane.search.isActive else { return }
        let matches = positions(state)
        guard !matches.isEmpty else {
            state.pane.search.matches = 0
            state.say("nothing here contains \"\(state.pane.search.term)\"; f filters all that is kept", .info)
            return
        }
        let here = state.current.selectedIndex(state) ?? 0
        let next: Int
        if step > 0 {
            next = matches.first { includingCurrent ? $0 >= here : $0 > here } ?? matches[0]
        } else {
            next = matches.last { $0 < here } ?? matches[matches.count - 1]
        }
        state.current.select(at: next, &state)
        state.pane.search.matches = matches.count
        state.pane.search.current = (matches.firstIndex(of: next) ?? 0) + 1
    }

    private static func positions(_ state: ConsoleState) -> [Int] {
        guard let needle = Needle(state.pane.search.term) else { return [] }
        let finds = state.current.finder(needle, state)
        return (0..<state.current.count(state)).filter(finds)
    }
}

/// Filters in the query language, which the daemon evaluates.
enum Filtering {
    static func set(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        state.pane.filter.text = text
        state.pane.filter.isOn = true
        state.say(text.isEmpty ? "filter off" : "filter: \(text)", .info, for: .seconds(2))
        return state.current.reload(&state)
    }

    static func toggle(_ state: inout ConsoleState) -> [Effect] {
        guard !state.pane.filter.text.isEmpty else {
            state.say("there is no filter; f writes one", .info)
            return []
        }
        state.pane.filter.isOn.toggle()
        state.say(state.pane.filter.isOn ? "filter on" : "filter off, ^X brings it back", .info, for: .seconds(2))
        return state.current.reload(&state)
    }
}
