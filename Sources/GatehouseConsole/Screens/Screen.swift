import GatehouseModel
import TerminalUI

/// Which screen: the order of the cases is the order of the tabs.
package enum ScreenID: String, Sendable, Hashable, CaseIterable {
    case traffic, approvals, lists, rules, flows, audit

    /// The screen table: one line for each.
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

/// A screen: a list and a detail below it. It holds no state; `ConsoleState` does.
protocol Screen {
    static var title: String { get }
    /// The digit that opens it.
    static var digit: Int { get }
    /// The list's share of the height, in hundredths.
    static var defaultShare: Int { get }
    static var commands: [Command] { get }
    /// Whether it shows lists of several kinds, each with commands of its own.
    static var hasViews: Bool { get }
    /// Whether rows can be marked, for a command to take all of them.
    static var hasMarks: Bool { get }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int
    static func selectedIndex(_ state: ConsoleState) -> Int?
    /// Selects the row at `index`, or the nearest there is.
    static func select(at index: Int, _ state: inout ConsoleState)
    /// The first row on the screen.
    static func topIndex(_ state: ConsoleState) -> Int
    /// The row of the list that stands on a line of it, the column titles being line 0; nil when none does.
    static func index(atRow row: Int, _ state: ConsoleState) -> Int?
    /// What a search looks at in that row, where there is no `finder` of the screen's own.
    static func searchText(at index: Int, _ state: ConsoleState) -> String
    /// Tells of a row whether a search finds it.
    static func finder(_ needle: Needle, _ state: ConsoleState) -> (Int) -> Bool
    /// Brings cursors back into their lists and onto the screen.
    static func settle(_ state: inout ConsoleState)
    /// Rows of the list that fit on the screen, its column titles left out.
    static func rowsHeight(_ state: ConsoleState) -> Int
    /// Whether the detail is a list of its own that the cursor moves in when it is focused.
    static func detailHasRows(_ state: ConsoleState) -> Bool
    /// Keeps the rows where they are, because one of them is about to be looked at.
    static func hold(_ state: inout ConsoleState)
    static func toggleMark(_ state: inout ConsoleState)
    static func toggleRange(_ state: inout ConsoleState)
    static func clearMarks(_ state: inout ConsoleState)
    /// Why a command would fall on something that the user has not seen under the cursor; nil when it would not.
    static func misaimed(_ command: Command, _ state: inout ConsoleState) -> String?
    /// Closes what is open on this screen beyond its list and its detail; nil when nothing is.
    static func leave(_ state: inout ConsoleState) -> [Effect]?

    // MARK: The daemon

    /// Reads again what the list shows.
    static func reload(_ state: inout ConsoleState) -> [Effect]
    /// The screen came to the front.
    static func entered(_ state: inout ConsoleState) -> [Effect]
    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect]
    /// More of the list, when the cursor nears what has been read.
    static func more(_ state: inout ConsoleState) -> [Effect]
    /// What is due by the clock.
    static func tick(_ state: inout ConsoleState) -> [Effect]
    static func nextWake(_ state: ConsoleState) -> Timestamp?
    /// The details that are looked at.
    static func wanted(_ state: ConsoleState) -> [Wanted]

    // MARK: Filter

    /// Nil when the screen's list cannot be filtered.
    static var filterHint: String? { get }
    /// What is wrong with the filter; nil when it is right.
    static func filterProblem(_ text: String) -> String?
    /// How many of the rows held here a filter lets through; nil when that cannot be told.
    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount?

    // MARK: Columns

    /// The usual columns of the list at a width; at the greatest, all that can be chosen. None cannot be changed.
    static func columns(width: Int) -> [Column]
    /// The columns that the list can be sorted by.
    static var sortable: [String] { get }
    /// Sorts the list; nil brings back its own order.
    static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect]

    // MARK: Drawing

    /// Behind the title in the tab line: how many wait.
    static func badge(_ state: ConsoleState) -> String?
    static func listTitle(_ state: ConsoleState) -> PaneTitle
    static func detailTitle(_ state: ConsoleState) -> String
    static func tabs(_ state: ConsoleState) -> [String]
    /// In the lower border: `3/4,182`.
    static func position(_ state: ConsoleState) -> String
    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame)
    static func detail(_ state: ConsoleState, width: Int) -> [Line]
    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame)

    // MARK: Taking away

    /// What `y` offers.
    static func copies(_ state: ConsoleState) -> [MenuItem]
    /// The rows as shown, or all marked ones: header first.
    static func table(_ state: ConsoleState) -> [[String]]
}

extension Screen {
    static var hasViews: Bool { false }
    static var hasMarks: Bool { false }
    static func rowsHeight(_ state: ConsoleState) -> Int { max(1, (state.layout.list?.height ?? 1) - 1) }
    static func detailHasRows(_ state: ConsoleState) -> Bool { false }
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
    static func toggleMark(_ state: inout ConsoleState) {}
    static func toggleRange(_ state: inout ConsoleState) {}
    static func clearMarks(_ state: inout ConsoleState) {}
    static func entered(_ state: inout ConsoleState) -> [Effect] { [] }
    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] { [] }
    static func more(_ state: inout ConsoleState) -> [Effect] { [] }
    static func tick(_ state: inout ConsoleState) -> [Effect] { [] }
    static func nextWake(_ state: ConsoleState) -> Timestamp? { nil }
    static func wanted(_ state: ConsoleState) -> [Wanted] { [] }
    static var filterHint: String? { nil }
    static func filterProblem(_ text: String) -> String? { nil }
    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount? { nil }
    static func badge(_ state: ConsoleState) -> String? { nil }
    static func columns(width: Int) -> [Column] { [] }
    static var sortable: [String] { [] }
    static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect] { [] }

    /// Where the cursor is: `3/4,182`, and whether the daemon has more.
    static func place(_ state: ConsoleState, hasMore: Bool) -> String {
        let count = count(state)
        guard count > 0 else { return "0" }
        return "\(Words.count((selectedIndex(state) ?? 0) + 1))/\(Words.count(count))\(hasMore ? "+" : "")"
    }

    /// How many rows are marked, and that a range has begun; nothing of both unless `always`.
    static func markNote<ID>(_ selection: TableSelection<ID>, always: Bool = false) -> String {
        (always || !selection.marks.isEmpty ? "  marked \(Words.count(selection.marks.count))" : "")
            + (selection.anchor == nil ? "" : "  RANGE")
    }

    /// Whether some row is selected.
    static func hasSelection(_ state: ConsoleState) -> Bool { selectedIndex(state) != nil }
}

/// The words in a pane's upper border.
struct PaneTitle: Sendable {
    var left: String
    var right: String
    /// The part of `right` that must catch the eye.
    var alarm: String?

    init(_ left: String, right: String = "", alarm: String? = nil) {
        self.left = left
        self.right = right
        self.alarm = alarm
    }
}
