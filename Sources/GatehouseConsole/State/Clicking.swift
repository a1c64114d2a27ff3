import TerminalUI

/// The mouse: the wheel moves, a click selects, a click on a tab opens it.
enum Clicking {
    static func handle(_ mouse: Mouse, _ state: inout ConsoleState) {
        guard state.dialog == nil else { return }
        switch mouse.action {
        case .wheelUp: Moving.move({ _ in -3 }, &state)
        case .wheelDown: Moving.move({ _ in 3 }, &state)
        case .press: press(at: mouse.point, &state)
        case .menu: break
        }
    }

    private static func press(at point: Point, _ state: inout ConsoleState) {
        let layout = state.layout
        if layout.tabs.contains(point) { return }
        state.current.hold(&state)
        if let detail = layout.detail, detail.contains(point) {
            state.pane.isDetailFocused = true
        } else if let list = layout.list, list.contains(point) {
            state.pane.isDetailFocused = false
            guard let index = state.current.index(atRow: point.y - list.y, state) else { return }
            state.current.select(at: index, &state)
        }
    }
}
