import TerminalUI

/// Handles the mouse: the wheel moves the cursor, a click selects a row or opens a tab.
enum Clicking {
    static func handle(_ mouse: Mouse, _ state: inout ConsoleState) -> [Effect] {
        guard let dialog = state.dialog else { return onScreen(mouse, &state) }
        // In overlays the wheel only scrolls; it never decides anything.
        switch (dialog, mouse.action) {
        case (.commands, .wheelUp), (.menu, .wheelUp), (.pane, .wheelUp), (.log, .wheelUp):
            return Overlay.press(.named(.up), &state)
        case (.commands, .wheelDown), (.menu, .wheelDown), (.pane, .wheelDown), (.log, .wheelDown):
            return Overlay.press(.named(.down), &state)
        default: return []
        }
    }

    private static func onScreen(_ mouse: Mouse, _ state: inout ConsoleState) -> [Effect] {
        switch mouse.action {
        case .wheelUp: Moving.move({ _ in -3 }, &state)
        case .wheelDown: Moving.move({ _ in 3 }, &state)
        case .press: return press(at: mouse.point, &state)
        case .menu: break
        }
        return []
    }

    private static func press(at point: Point, _ state: inout ConsoleState) -> [Effect] {
        let layout = state.layout
        if layout.tabs.contains(point) {
            return TabsView.screen(at: point.x - layout.tabs.x, width: layout.tabs.width, state).map { state.show($0) }
                ?? []
        }
        state.current.hold(&state)
        if let tab = PanesView.tab(at: point, layout, state) {
            Moving.tab(tab - state.pane.tab, &state)
        } else if let detail = layout.detail, detail.contains(point) {
            state.pane.isDetailFocused = true
        } else if let list = layout.list, list.contains(point) {
            state.pane.isDetailFocused = false
            guard let index = state.current.index(atRow: point.y - list.y, state) else { return [] }
            state.current.select(at: index, &state)
        }
        return []
    }
}
