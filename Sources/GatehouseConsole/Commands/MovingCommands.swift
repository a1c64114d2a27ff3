import GatehouseModel
import TerminalUI

extension GlobalCommands {
    private static func mayMark(_ state: ConsoleState) -> Command.Availability {
        .init(state.screen.marking != nil, else: "rows are not marked on this screen")
    }

    /// Commands for the cursor, scrolling and marks.
    static let moving: [Command] = [
        move("down", "next row or line", ["j", "down"]) { _ in 1 },
        move("up", "previous row or line", ["k", "up"]) { _ in -1 },
        move("half-page-down", "half a page down", ["^D"]) { max(1, $0 / 2) },
        move("half-page-up", "half a page up", ["^U"]) { -max(1, $0 / 2) },
        move("page-down", "a page down", ["^F", "PgDn"]) { max(1, $0 - 1) },
        move("page-up", "a page up", ["^B", "PgUp"]) { -max(1, $0 - 1) },
        move("first", "first row; on Traffic the newest, and follows it", ["g", "Home"]) { _ in -Int.max },
        move("last", "last row", ["G", "End"]) { _ in Int.max },
        Command(
            "mark",
            "mark",
            keys: ["space"],
            footer: 60,
            help: "mark the row and step to the next",
            enabled: { mayMark($0) }
        ) { state, _ in
            state.screen.marking?.toggleMark(&state)
            return []
        },
        Command(
            "range",
            "range",
            keys: ["v"],
            help: "mark every row from here to where you go; again to end",
            enabled: { mayMark($0) }
        ) { state, _ in
            state.screen.marking?.toggleRange(&state)
            return []
        },
        Command("clear-marks", "clear marks", keys: ["U"], help: "unmark all rows") { state, _ in
            state.screen.marking?.clearMarks(&state)
            return []
        },
    ]

    private static func move(
        _ name: String,
        _ help: String,
        _ keys: [String],
        _ distance: @escaping @Sendable (_ pageHeight: Int) -> Int
    ) -> Command {
        Command(name, name, keys: keys, help: help) { state, _ in
            Moving.move(distance, &state)
            return []
        }
    }
}
