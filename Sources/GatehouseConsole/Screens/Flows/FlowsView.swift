import GatehouseModel
import TerminalUI

/// Rows on the Flows screen in which the cursor can move.
protocol FlowsView: SendableMetatype {
    static func count(_ state: ConsoleState) -> Int
    static func selectedIndex(_ state: ConsoleState) -> Int?
    /// Selects the row at `index`, which exists.
    static func select(at index: Int, height: Int, _ state: inout ConsoleState)
    /// The text of a row that a search compares.
    static func searchText(at index: Int, _ state: ConsoleState) -> String
    /// Whether the daemon has more rows.
    static func hasMore(_ state: ConsoleState) -> Bool
    /// Loads the next page if the cursor nears the end of the loaded rows.
    static func more(_ state: inout ConsoleState) -> [Effect]
    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame)
    /// The rows for an export, with a header.
    static func table(_ state: ConsoleState) -> [[String]]
}

extension FlowsView {
    static func hasMore(_ state: ConsoleState) -> Bool { false }
    static func more(_ state: inout ConsoleState) -> [Effect] { [] }

    /// The text of the search on the Flows screen.
    static func search(_ state: ConsoleState) -> String { state.panes[.flows]?.search.term.lowercased() ?? "" }
}
