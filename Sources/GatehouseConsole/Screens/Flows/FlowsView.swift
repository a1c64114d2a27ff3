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

/// A view whose rows are a feed's.
protocol FlowsFeedView: FlowsView {
    associatedtype Record: Identifiable & Codable & Sendable where Record.ID: Sendable

    static var feed: WritableKeyPath<FlowsState, Feed<Record>> { get }
    static func rows(_ state: ConsoleState) -> FeedRows<Record>
}

extension FlowsFeedView {
    static func count(_ state: ConsoleState) -> Int { state.flows[keyPath: feed].rows.count }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        state.flows[keyPath: feed].selection.index(in: rows(state))
    }

    static func select(at index: Int, height: Int, _ state: inout ConsoleState) {
        moveCursor(to: index, height: height, &state)
    }

    static func moveCursor(to index: Int, height: Int, _ state: inout ConsoleState) {
        let rows = rows(state)
        state.flows[keyPath: feed].selection.select(rows.id(at: index), in: rows, height: height)
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        let rows = rows(state)
        return rows.words(rows.records[index])
    }

    static func hasMore(_ state: ConsoleState) -> Bool { state.flows[keyPath: feed].next != nil }

    /// The page to load now, if any: the first one (nil), or the one after a cursor.
    static func wanted(_ state: inout ConsoleState) -> String?? {
        let (index, height) = (selectedIndex(state) ?? 0, FlowsScreen.rowsHeight(state))
        return state.flows[keyPath: feed].wanted(cursor: index, height: height)
    }
}
