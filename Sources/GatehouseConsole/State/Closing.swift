import GatehouseModel

/// `esc`, `q` and `^C`: close things, from the inside out.
enum Closing {
    /// Closes the innermost open thing; removes the filter only after a second request.
    static func innermost(_ state: inout ConsoleState) -> [Effect] {
        let wasAsked = state.escapedAt.map { state.now.since($0) < .seconds(2) } ?? false
        state.escapedAt = nil
        if let effects = state.current.leave(&state) { return effects }
        if state.pane.isDetailFocused {
            state.pane.isDetailFocused = false
        } else if state.pane.search.isActive {
            state.pane.search = SearchState()
        } else if state.pane.filter.active != nil {
            guard wasAsked else {
                state.escapedAt = state.now
                state.say("esc again takes the filter away; ^X turns it off for a moment", .info)
                return []
            }
            return Filtering.set("", &state)
        } else {
            state.screen.marking?.clearMarks(&state)
        }
        return []
    }

    /// Goes back one level; at the top level, asks whether to quit.
    static func level(_ state: inout ConsoleState) -> [Effect] {
        if state.pane.isDetailFocused || state.pane.search.isActive { return innermost(&state) }
        if let effects = state.current.leave(&state) { return effects }
        guard let command = CommandTable.command("quit", on: state.screen) else { return [] }
        let question = Question("Leave the console?", ["The daemon goes on without it."], yes: "leave")
        state.open(.confirm(Confirm(question: question, command: command, words: [])))
        return []
    }

    static func interrupt(_ state: inout ConsoleState) -> [Effect] {
        if ApprovalsScreen.stop(&state) { return [] }
        if !state.bundles.isBundled, let before = state.interruptedAt, state.now.since(before) < .seconds(2) {
            return quit(&state)
        }
        state.interruptedAt = state.now
        state.say("^C again ends the console", .info, for: .seconds(2))
        return []
    }

    static func quit(_ state: inout ConsoleState) -> [Effect] {
        state.isQuitting = true
        return [.save(state.saved), .quit]
    }
}
