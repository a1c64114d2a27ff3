import TerminalUI

/// The dialog or pane above the screen, which gets the keys.
package enum Overlay: Sendable {
    case prompt(LinePrompt)
    case confirm(Confirm)
    case deny(DenyForm)
    case entry(EntryForm)
    case menu(ChoiceMenu)
    case commands(CommandMenu)
    case pane(any OverlayPane)
    /// The messages of this session, and the number of lines scrolled up from the newest.
    case log(scrolledBy: Int)

    /// The text that must have been drawn before keys are accepted, because they could confirm something unseen.
    package var barrier: String? {
        switch self {
        case .confirm(let confirm): "confirm \(confirm.question.title)"
        case .deny(let form): "deny \(form.targets.count)"
        case .entry: "entry"
        case .pane(let pane): pane.barrier
        case .prompt, .menu, .commands, .log: nil
        }
    }

    /// The details that it needs.
    func wanted(_ state: ConsoleState) -> [Wanted] {
        switch self {
        case .deny(let form): form.wanted
        case .entry(let form): form.wanted(state)
        case .pane(let pane): pane.wanted(state)
        case .confirm(let confirm): confirm.question.preview?.wanted ?? []
        case .prompt, .menu, .commands, .log: []
        }
    }

    /// Passes a key to the open dialog.
    static func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        guard let dialog = state.dialog else { return [] }
        if let answer = dialog.answer(to: key), state.refusesBundled(answer) { return [] }
        switch dialog {
        case .prompt(let prompt): return prompt.press(key, &state)
        case .confirm(let confirm): return confirm.press(key, &state)
        case .deny(let form): return form.press(key, &state)
        case .entry(let form): return form.press(key, &state)
        case .menu(let menu): return menu.press(key, &state)
        case .commands(let menu): return menu.press(key, &state)
        case .pane(let pane): return pane.press(key, &state)
        case .log(let lines): return pressLog(key, lines, &state)
        }
    }

    /// Passes pasted text to the dialog, which never runs it.
    static func paste(_ text: String, _ state: inout ConsoleState) -> [Effect] {
        switch state.dialog {
        case .prompt(var prompt):
            prompt.paste(text)
            return prompt.changed(&state)
        case .deny(let form): return form.pasted(text, &state)
        case .entry(let form): return form.pasted(text, &state)
        case .pane(let pane): return pane.paste(text, &state)
        case .commands(var menu):
            menu.editor.insert(text)
            state.dialog = .commands(menu)
            return []
        case .confirm, .menu, .log: return []
        case nil:
            state.say("pasted text goes into prompts only; press / f or : first", .info)
            return []
        }
    }

    private static func scrollLog(to lines: Int, _ state: inout ConsoleState) {
        state.dialog = .log(scrolledBy: max(0, min(lines, state.log.lines.count - 1)))
    }

    private static func pressLog(_ key: Key, _ lines: Int, _ state: inout ConsoleState) -> [Effect] {
        switch key.description {
        case "up", "k": scrollLog(to: lines + 1, &state)
        case "down", "j": scrollLog(to: lines - 1, &state)
        case "PgUp", "^B", "^U": scrollLog(to: lines + 10, &state)
        case "PgDn", "^F", "^D": scrollLog(to: lines - 10, &state)
        case "esc", "q", "@", "enter", "^C": state.closeDialog()
        default: break
        }
        return []
    }
}
