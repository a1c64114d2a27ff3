import GatehouseModel
import TerminalUI

/// From other screens to a call in Traffic.
enum Jumping {
    /// Shows the call: in the list when it is there, else by its code. What lies above the screen is closed.
    static func toCall(_ call: CallSummary, _ state: inout ConsoleState) -> [Effect] {
        state.closeAllDialogs()
        _ = state.traffic.unpin()
        var effects = state.show(.traffic)
        let key = TrafficKey(call.id)
        if state.traffic.active.index(of: key) == nil {
            effects += Filtering.set("code:\(call.code)", &state)
            if state.traffic.active.index(of: key) == nil { state.traffic.changeStream { $0.insert(call) } }
        }
        state.traffic.hold()
        let rows = TrafficRows(state.traffic)
        state.traffic.selection.select(key, in: rows, height: TrafficScreen.rowsHeight(state))
        state.pane.tab = 0
        state.pane.scroll = 0
        return effects
    }
}
