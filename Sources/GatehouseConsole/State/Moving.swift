import TerminalUI

/// Moves the cursor or scrolls, in the pane that has the keys.
enum Moving {
    static func move(_ distance: (_ pageHeight: Int) -> Int, _ state: inout ConsoleState) {
        let layout = state.layout
        if state.pane.isDetailFocused, !state.screen.detailHasRows(state) {
            let height = layout.detail?.height ?? 1
            let lines = state.current.detail(state, width: layout.detail?.width ?? 80).count
            let (target, overflow) = state.pane.scroll.addingReportingOverflow(distance(height))
            let wanted = overflow ? Int.max : target
            state.pane.scroll = min(max(0, wanted), max(0, lines - height))
            return
        }
        let height = state.current.rowsHeight(state)
        let steps = distance(height)
        let here = state.current.selectedIndex(state) ?? 0
        let (target, overflow) = here.addingReportingOverflow(steps)
        select(at: overflow ? (steps > 0 ? Int.max : 0) : target, &state)
    }

    /// Selects a row and shows its detail from the top.
    static func select(at index: Int, _ state: inout ConsoleState) {
        let before = state.current.selectedIndex(state)
        state.current.select(at: index, &state)
        if state.current.selectedIndex(state) != before, !state.screen.detailHasRows(state) { state.pane.scroll = 0 }
    }

    static func tab(_ step: Int, _ state: inout ConsoleState) {
        let count = state.current.tabs(state).count
        guard count > 0 else { return }
        state.current.hold(&state)
        state.pane.tab = (state.pane.tab + step + count) % count
        state.pane.scroll = 0
    }
}

extension ConsoleState {
    /// Shows a screen.
    mutating func show(_ id: ScreenID) -> [Effect] {
        guard id != screen else { return [] }
        screen = id
        pane.isDetailFocused = false
        return current.entered(&self) + [.save(saved)]
    }
}
