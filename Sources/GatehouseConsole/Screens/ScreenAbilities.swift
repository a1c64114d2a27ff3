import ControlProtocol
import GatehouseModel
import TerminalUI

/// A screen whose rows can be marked, so that a command applies to all of them.
protocol MarkingScreen: Screen {
    static func toggleMark(_ state: inout ConsoleState)
    static func toggleRange(_ state: inout ConsoleState)
    static func clearMarks(_ state: inout ConsoleState)
}

/// A screen whose list can be filtered.
protocol FilteringScreen: Screen {
    /// An example of a filter.
    static var filterHint: String { get }
    /// The fields that a filter of what is shown may name.
    static func filterFields(_ state: ConsoleState) -> QueryFields
    /// The error in the filter; nil if it is valid.
    static func filterProblem(_ text: String) -> String?
    /// How many of the loaded rows match a filter; nil if that is not known.
    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount?
}

/// A screen whose columns can be chosen.
protocol ColumnScreen: Screen {
    /// The default columns for a width; for the maximum width, all columns that can be chosen.
    static func columns(width: Int) -> [Column]
}

/// A screen whose list can be sorted.
protocol SortingScreen: Screen {
    /// The columns by which the list can be sorted.
    static var sortable: [String] { get }
    /// Sorts the list; nil restores its own order.
    static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect]
}

/// A screen that follows the daemon's events.
protocol FollowingScreen: Screen {
    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect]
    /// Loads further rows when the cursor nears the end of the loaded ones.
    static func more(_ state: inout ConsoleState) -> [Effect]
    /// Does what is due at this time.
    static func tick(_ state: inout ConsoleState) -> [Effect]
    static func nextWake(_ state: ConsoleState) -> Timestamp?
}

/// A screen whose detail can be a list with its own cursor.
protocol DetailRowsScreen: Screen {
    /// Whether the focused detail is such a list now.
    static func detailHasRows(_ state: ConsoleState) -> Bool
}

extension FilteringScreen {
    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount? { nil }
}

extension FollowingScreen {
    static func more(_ state: inout ConsoleState) -> [Effect] { [] }
    static func tick(_ state: inout ConsoleState) -> [Effect] { [] }
    static func nextWake(_ state: ConsoleState) -> Timestamp? { nil }
}

// What a screen can do, asked of any screen.
extension ScreenID {
    var marking: (any MarkingScreen.Type)? { type as? any MarkingScreen.Type }
    var filtering: (any FilteringScreen.Type)? { type as? any FilteringScreen.Type }
    var columns: (any ColumnScreen.Type)? { type as? any ColumnScreen.Type }
    var sorting: (any SortingScreen.Type)? { type as? any SortingScreen.Type }
    var following: (any FollowingScreen.Type)? { type as? any FollowingScreen.Type }

    /// Whether the focused detail is a list with its own cursor.
    func detailHasRows(_ state: ConsoleState) -> Bool {
        (type as? any DetailRowsScreen.Type)?.detailHasRows(state) ?? false
    }

    /// The error in a filter; nil if it is valid, or the screen cannot be filtered.
    func filterProblem(_ text: String) -> String? { filtering?.filterProblem(text) }
}
