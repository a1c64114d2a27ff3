import ControlProtocol
import GatehouseModel
import TerminalUI

/// The commands that work on every screen; this file has those about the console itself.
enum GlobalCommands {
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
        Undoing.command(),
        Command("log", "session log", keys: ["@"], help: "what was done in this session") { state, _ in
            state.open(.log(scrolledBy: 0))
            return []
        },
        Command("resync", "resync", keys: ["R"], help: "read again what is shown") { state, _ in
            state.resources.outdateAll()
            return state.current.reload(&state)
        },
        Command(
            "accept-clock",
            "accept the clock",
            role: .admin,
            danger: .confirm,
            help: "after the system clock jumped: let expiry and retention count by it at once",
            question: { _, _ in
                Question(
                    "Let expiry and retention count by the system clock?",
                    [
                        "Requests and entries that are past their time by the",
                        "new clock expire, and calls past retention are removed.",
                    ],
                    yes: "accept the clock"
                )
            },
            perform: { _, _ in
                [
                    .ask(
                        Ask(AcceptClock()) { result in
                            switch result {
                            case .success: .done("expiry and retention count by the system clock")
                            case .failure(let error): .failed("the clock was not accepted: \(error)")
                            }
                        }
                    )
                ]
            }
        ),
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
