import GatehouseModel
import TerminalUI

extension GlobalCommands {
    /// Commands for the screen, its parts and its rows.
    static let navigation: [Command] =
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
                enabled: { .init($0.screen.filtering != nil, else: "this screen has no filter") }
            ) { state, words in
                guard let text = words.first else {
                    state.open(.prompt(LinePrompt(.filter, text: state.pane.filter.text)))
                    return []
                }
                if let problem = state.screen.filterProblem(text) {
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
}
