import GatehouseModel
import TerminalUI

extension GlobalCommands {
    /// Commands that copy text to the clipboard, a file or the editor.
    static let copying: [Command] = [
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
}
