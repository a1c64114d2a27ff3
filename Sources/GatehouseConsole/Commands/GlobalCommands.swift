import TerminalUI
import GatehouseModel

/// The commands that work on every screen.
enum GlobalCommands {
    // MARK: Moving

    private static func mayMark(_ state: ConsoleState) -> Command.Availability {
        .init(state.current.hasMarks, else: "rows are not marked on this screen")
    }

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
            state.current.toggleMark(&state)
            return []
        },
        Command(
            "range",
            "range",
            keys: ["v"],
            help: "mark every row from here to where you go; again to end",
            enabled: { mayMark($0) }
        ) { state, _ in
            state.current.toggleRange(&state)
            return []
        },
        Command("clear-marks", "clear marks", keys: ["U"], help: "unmark all rows") { state, _ in
            state.current.clearMarks(&state)
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

    // MARK: Looking

    static let looking: [Command] =
        ScreenID.allCases.map { id in
            Command(
                id.rawValue,
                id.type.title,
                keys: [String(id.type.digit)],
                help: "the \(id.type.title) screen"
            ) { state, _ in state.show(id) }
        } + [
            Command("open", "open", keys: ["enter"], footer: 10, help: "open the selected row; again to close it") {
                state,
                _ in
                state.current.hold(&state)
                state.pane.isDetailFocused.toggle()
                state.pane.scroll = 0
                return []
            },
            Command("back", "back", keys: ["esc"], help: "close the innermost thing: detail, search, filter (twice)") {
                state,
                _ in
                Closing.innermost(&state)
            },
            Command("pane", "other pane", keys: ["tab", "S-tab"], help: "move the keys to the other pane") { state, _ in
                state.current.hold(&state)
                state.pane.isDetailFocused.toggle()
                return []
            },
            Command("next-tab", "next tab", keys: ["l", "right", "]"], help: "next tab of the detail") { state, _ in
                Moving.tab(1, &state)
                return []
            },
            Command("previous-tab", "previous tab", keys: ["h", "left", "["], help: "previous tab of the detail") {
                state,
                _ in
                Moving.tab(-1, &state)
                return []
            },
            Command(
                "search",
                "find",
                keys: ["/"],
                footer: 20,
                help: "highlight what contains a text and go from match to match"
            ) {
                state,
                _ in
                state.open(.prompt(LinePrompt(.search, text: "")))
                return []
            },
            Command("next-match", "next match", keys: ["n"], help: "next match of the search") { state, _ in
                Searching.jump(1, &state)
                return []
            },
            Command("previous-match", "previous match", keys: ["N"], help: "previous match of the search") { state, _ in
                Searching.jump(-1, &state)
                return []
            },
            Command(
                "filter",
                "filter",
                keys: ["f", "\\"],
                arguments: [CommandArgument("query", isRequired: false)],
                footer: 30,
                help: "show only what matches a query: outcome:block email:*@*.example since:1h",
                enabled: { .init($0.current.filterHint != nil, else: "this screen has no filter") }
            ) { state, words in
                guard let text = words.first else {
                    state.open(.prompt(LinePrompt(.filter, text: state.pane.filter.text)))
                    return []
                }
                if let problem = state.current.filterProblem(text) {
                    state.say(problem, .warning)
                    return []
                }
                return Filtering.set(text, &state)
            },
            Command("toggle-filter", "filter on/off", keys: ["^X"], help: "turn the filter off and on again") {
                state,
                _ in
                Filtering.toggle(&state)
            },
            Command("layout", "layout", keys: ["|"], help: "detail below or beside the list (beside from 160 columns)")
            { state, _ in
                state.sideBySide.toggle()
                if state.size.width < Layout.sideBySideFrom {
                    state.say(
                        "side by side needs \(Layout.sideBySideFrom) columns; here are \(state.size.width)",
                        .info
                    )
                }
                return [.save(state.saved)]
            },
            Command("grow", "more list", keys: ["+"], help: "more rows for the list") { state, _ in
                state.pane.share = min(90, state.pane.share + 10)
                return []
            },
            Command("shrink", "more detail", keys: ["_"], help: "more rows for the detail") { state, _ in
                state.pane.share = max(15, state.pane.share - 10)
                return []
            },
            Command("unmask", "addresses", keys: ["m"], help: "show whole addresses in lists, or mask them again") {
                state,
                _ in
                guard state.role.map({ $0 > .viewer }) ?? false else {
                    state.say("viewers see addresses masked by the daemon", .warning)
                    return []
                }
                state.isMasked.toggle()
                state.say(state.isMasked ? "addresses are masked" : "addresses are shown whole", .info)
                return []
            },
        ]

    // MARK: Taking away

    static let taking: [Command] = [
        Command("copy", "copy", keys: ["y"], help: "copy part of the selected row to your clipboard (OSC 52)") {
            state,
            _ in
            let items = state.current.copies(state)
            guard !items.isEmpty else {
                state.say("there is nothing to copy here", .info)
                return []
            }
            state.open(.menu(ChoiceMenu("Copy", items)))
            return []
        },
        Command(
            "export",
            "export",
            keys: ["x"],
            arguments: [
                CommandArgument("format", isRequired: false) { _ in ["csv", "jsonl"] },
                CommandArgument("file", isRequired: false),
            ],
            help: "write the rows as shown, or the marked ones, to a file of yours (CSV or JSON lines)"
        ) { state, words in Exporting.export(words, &state) },
        Command(
            "view",
            "view",
            keys: ["e"],
            help: "show the detail in $EDITOR, as safe text",
            enabled: { .init(!$0.settings.restricted, else: "the editor is turned off (restricted = true)") }
        ) { state, _ in
            let width = 100
            let lines = state.current.detail(state, width: width)
            return [.view(lines.map(\.plain).joined(separator: "\n") + "\n")]
        },
        Command(
            "save-display",
            "save display",
            arguments: [CommandArgument("file")],
            help: "write what is on the screen to a file"
        ) { _, words in [.saveDisplay(path: words[0])] },
    ]

    // MARK: The program

    static let program: [Command] = [
        Command("command", "cmd", keys: [":"], footer: 90, help: "type a command; tab completes") { state, _ in
            state.open(.prompt(.command()))
            return []
        },
        Command("palette", "palette", keys: ["^P"], help: "choose from all commands by typing part of a name") {
            state,
            _ in
            state.open(.commands(CommandMenu(.palette)))
            return []
        },
        Command(
            "help",
            "help",
            keys: ["?", "F1"],
            footer: 91,
            help: "keys and commands here; type to narrow, enter to run"
        ) { state, _ in
            state.open(.commands(CommandMenu(.help)))
            return []
        },
        Command("log", "session log", keys: ["@"], help: "what was done in this session") { state, _ in
            state.open(.log(scrolledBy: 0))
            return []
        },
        Command("resync", "resync", keys: ["R"], help: "read again what is shown") { state, _ in
            state.resources.outdateAll()
            return state.current.reload(&state)
        },
        Command(
            "theme",
            "theme",
            arguments: [CommandArgument("name") { $0.themeNames }],
            help: "change the colours",
        ) { _, words in [.loadTheme(words[0], isPreview: false)] },
        Command(
            "ascii",
            "ASCII",
            arguments: [CommandArgument("mode") { _ in Settings.Ascii.allCases.map(\.rawValue) }],
            help: "draw with ASCII only: auto, on, off"
        ) { state, words in
            guard let mode = Settings.Ascii(rawValue: words[0]) else {
                state.say("ascii is auto, on or off", .warning)
                return []
            }
            state.settings.ascii = mode
            return []
        },
        Command("mouse", "mouse", keys: ["F2"], help: "mouse on or off; off leaves selection to the terminal") {
            state,
            _ in
            state.mouse.toggle()
            state.say(state.mouse ? "mouse on; F2 gives it back to the terminal" : "mouse off", .info)
            return [.mouse(state.mouse)]
        },
        Command("redraw", "redraw", keys: ["^L"], help: "paint the screen again") { _, _ in [.redraw] },
        Command("suspend", "suspend", keys: ["^Z"], help: "stop the console; fg brings it back") { _, _ in [.suspend] },
        Command("close", "back", keys: ["q"], help: "back one level; at the root asks before it ends the console") {
            state,
            _ in
            Closing.level(&state)
        },
        Command("quit", "quit", help: "end the console") { state, _ in Closing.quit(&state) },
        Command("interrupt", "cancel", keys: ["^C"], help: "cancel; twice within two seconds ends the console") {
            state,
            _ in
            Closing.interrupt(&state)
        },
    ]
}
