import GatehouseModel
import TerminalUI

/// Shows calls from other screens in Traffic.
enum Jumping {
    /// Shows the call in the list if it is there, else finds it by its code. Closes all overlays.
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
