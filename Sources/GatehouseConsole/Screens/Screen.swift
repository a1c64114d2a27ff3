import GatehouseModel
import TerminalUI

/// The screens, in the order of the tabs.
package enum ScreenID: String, Sendable, Hashable, CaseIterable {
    case traffic, approvals, lists, rules, flows, audit

    /// The type of each screen.
    var type: any Screen.Type {
        switch self {
        case .traffic: TrafficScreen.self
        case .approvals: ApprovalsScreen.self
        case .lists: ListsScreen.self
        case .rules: RulesScreen.self
        case .flows: FlowsScreen.self
        case .audit: AuditScreen.self
        }
    }
}

/// A screen: a list and a detail below it. Its state is a `ScreenState`.
///
/// This is what every screen has. What only some can do is in `ScreenAbilities.swift`.
protocol Screen: SendableMetatype {
    static var title: String { get }
    /// The digit that opens it.
    static var digit: Int { get }
    /// The list's share of the height in percent.
    static var defaultShare: Int { get }
    static var commands: [Command] { get }
    /// Whether the screen has several kinds of lists, each with its own commands.
    static var hasViews: Bool { get }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int
    static func selectedIndex(_ state: ConsoleState) -> Int?
    /// Selects the row at `index`, or the closest one.
    static func select(at index: Int, _ state: inout ConsoleState)
    /// The first row on the screen.
    static func topIndex(_ state: ConsoleState) -> Int
    /// The row at a line of the list, whose column titles are line 0; nil if there is none.
    static func index(atRow row: Int, _ state: ConsoleState) -> Int?
    /// The text of a row that a search compares, for screens without their own `finder`.
    static func searchText(at index: Int, _ state: ConsoleState) -> String
    /// Returns a function that says whether a search finds a row.
    static func finder(_ needle: Needle, _ state: ConsoleState) -> (Int) -> Bool
    /// Moves cursors back into their lists and onto the screen.
    static func settle(_ state: inout ConsoleState)
    /// The number of rows that fit, without the column titles.
    static func rowsHeight(_ state: ConsoleState) -> Int
    /// Holds the rows in place, because the user is about to read one.
    static func hold(_ state: inout ConsoleState)
    /// Why a command would apply to something that the user has not seen under the cursor; nil if it would not.
    static func misaimed(_ command: Command, _ state: inout ConsoleState) -> String?
    /// Closes what is open on this screen besides list and detail; nil if nothing is.
    static func leave(_ state: inout ConsoleState) -> [Effect]?

    // MARK: The daemon

    /// Reloads the rows of the list.
    static func reload(_ state: inout ConsoleState) -> [Effect]
    /// Called when the screen is shown.
    static func entered(_ state: inout ConsoleState) -> [Effect]
    /// The details that are shown.
    static func wanted(_ state: ConsoleState) -> [Wanted]

    // MARK: Drawing

    /// The text after the title in the tab line: how many wait.
    static func badge(_ state: ConsoleState) -> String?
    static func listTitle(_ state: ConsoleState) -> PaneTitle
    static func detailTitle(_ state: ConsoleState) -> String
    static func tabs(_ state: ConsoleState) -> [String]
    /// The position in the lower border: `3/4,182`.
    static func position(_ state: ConsoleState) -> String
    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame)
    static func detail(_ state: ConsoleState, width: Int) -> [Line]
    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame)

    // MARK: Copying and exporting

    /// The items in the menu of `y`.
    static func copies(_ state: ConsoleState) -> [MenuItem]
    /// The rows as shown, or all marked ones, with a header.
    static func table(_ state: ConsoleState) -> [[String]]
}

extension Screen {
    static var hasViews: Bool { false }
    static func rowsHeight(_ state: ConsoleState) -> Int { max(1, (state.layout.list?.height ?? 1) - 1) }
    static func searchText(at index: Int, _ state: ConsoleState) -> String { "" }
    static func finder(_ needle: Needle, _ state: ConsoleState) -> (Int) -> Bool {
        { needle.isIn(searchText(at: $0, state)) }
    }
    static func index(atRow row: Int, _ state: ConsoleState) -> Int? { row > 0 ? topIndex(state) + row - 1 : nil }
    static func hold(_ state: inout ConsoleState) {}
    static func leave(_ state: inout ConsoleState) -> [Effect]? { nil }
    static func misaimed(_ command: Command, _ state: inout ConsoleState) -> String? { nil }
    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let inner = area.inset(columns: 1, rows: 0)
        TextPane(detail(state, width: inner.width)).draw(.init(row: state.pane.scroll), in: inner, of: &frame)
    }
    static func entered(_ state: inout ConsoleState) -> [Effect] { [] }
    static func wanted(_ state: ConsoleState) -> [Wanted] { [] }
    static func badge(_ state: ConsoleState) -> String? { nil }

    /// The position of the cursor, `3/4,182`, and whether the daemon has more rows.
    static func place(_ state: ConsoleState, hasMore: Bool) -> String {
        let count = count(state)
        guard count > 0 else { return "0" }
        return "\(Words.count((selectedIndex(state) ?? 0) + 1))/\(Words.count(count))\(hasMore ? "+" : "")"
    }

    /// How many rows are marked, and whether a range has begun. Without marks, empty unless `always`.
    static func markNote<ID>(_ selection: TableSelection<ID>, always: Bool = false) -> String {
        (always || !selection.marks.isEmpty ? "  marked \(Words.count(selection.marks.count))" : "")
            + (selection.anchor == nil ? "" : "  RANGE")
    }

    /// Whether a row is selected.
    static func hasSelection(_ state: ConsoleState) -> Bool { selectedIndex(state) != nil }
}

/// The text in a pane's upper border.
struct PaneTitle: Sendable {
    var left: String
    var right: String
    /// The part of `right` that is highlighted.
    var alarm: String?

    init(_ left: String, right: String = "", alarm: String? = nil) {
        self.left = left
        self.right = right
        self.alarm = alarm
    }
}
