import TerminalUI

/// What rows are sorted by: numbers by size, texts alphabetically.
enum SortKey: Comparable {
    case number(Int64)
    case text(String)
}

extension ColumnScreen {
    /// The columns to draw: the chosen ones, or the defaults.
    static func shownColumns(_ state: ConsoleState, width: Int) -> [Column] {
        guard let chosen = state.pane.columns else { return columns(width: width) }
        let shown = columns(width: .max).filter { chosen.contains($0.id) }
        return shown.isEmpty ? columns(width: width) : shown
    }
}

extension GlobalCommands {
    /// The commands for a list's columns and order.
    static let table: [Command] = [
        Command(
            "columns",
            "columns",
            keys: ["C"],
            help: "choose the columns of the list; remembered",
            enabled: { .init($0.screen.columns != nil, else: "the columns of this screen are fixed") }
        ) { state, _ in
            guard let screen = state.screen.columns else { return [] }
            state.open(.menu(columnMenu(of: screen, state, selected: 0)))
            return []
        },
        Command(
            "sort-next",
            "sort",
            keys: [">"],
            help: "sort by the next column; behind the last comes the list's own order",
            enabled: canSort
        ) {
            state,
            _ in
            step(1, &state)
        },
        Command("sort-previous", "sort back", keys: ["<"], help: "sort by the column before", enabled: canSort) {
            state,
            _ in
            step(-1, &state)
        },
        Command("sort-invert", "invert", keys: ["I"], help: "turn the sorting around", enabled: canSort) { state, _ in
            guard let order = state.pane.sort else {
                state.say("the list is in its own order; > sorts it", .info)
                return []
            }
            return sort(by: Table.Sort(column: order.column, descending: !order.descending), &state)
        },
    ]

    private static func canSort(_ state: ConsoleState) -> Command.Availability {
        .init(state.screen.sorting != nil, else: "this list cannot be sorted")
    }

    private static func step(_ step: Int, _ state: inout ConsoleState) -> [Effect] {
        let choices: [String?] = [nil] + (state.screen.sorting?.sortable ?? [])
        let here = choices.firstIndex(of: state.pane.sort?.column) ?? 0
        let next = choices[(here + step + choices.count) % choices.count]
        return sort(by: next.map { Table.Sort(column: $0, descending: false) }, &state)
    }

    private static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect] {
        state.pane.sort = order
        let effects = state.screen.sorting?.sort(by: order, &state) ?? []
        let words = order.map { "sorted by \($0.column)\($0.descending ? ", largest first" : ""); I turns it around" }
        state.say(words ?? "in the list's own order", .info, for: .seconds(2))
        return effects + [.save(state.saved)]
    }

    /// A menu of all columns, with a mark for those that are shown. Choosing a column shows or hides it, and the menu
    /// stays open.
    private static func columnMenu(
        of screen: any ColumnScreen.Type,
        _ state: ConsoleState,
        selected: Int
    ) -> ChoiceMenu {
        let shown = Set(screen.shownColumns(state, width: state.size.width - 2).map(\.id))
        let all = screen.columns(width: .max)
        var items = all.enumerated().map { index, column in
            MenuItem(
                index < 9 ? String(index + 1) : " ",
                (shown.contains(column.id) ? "[x] " : "[ ] ") + column.title.plain
            ) { state in toggle(column.id, at: index, of: screen, &state) }
        }
        items.append(
            MenuItem("0", "the usual ones") { state in
                state.pane.columns = nil
                return [.save(state.saved)]
            }
        )
        var menu = ChoiceMenu("Columns", items)
        menu.selected = selected
        return menu
    }

    private static func toggle(
        _ id: String,
        at index: Int,
        of screen: any ColumnScreen.Type,
        _ state: inout ConsoleState
    ) -> [Effect] {
        var shown = screen.shownColumns(state, width: state.size.width - 2).map(\.id)
        if shown.contains(id) { shown.removeAll { $0 == id } } else { shown.append(id) }
        state.pane.columns = shown.isEmpty ? nil : shown
        state.open(.menu(columnMenu(of: screen, state, selected: index)))
        return [.save(state.saved)]
    }
}
