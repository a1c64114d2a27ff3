package import TerminalUI

/// All commands that can run here, filtered by typing. Help and palette are the same menu.
package struct CommandMenu: Sendable {
    package enum Kind: Sendable, Hashable { case help, palette }

    package let kind: Kind
    package var editor = Prompt()
    package var selected = 0

    init(_ kind: Kind) { self.kind = kind }

    /// The commands that match the typed text, in the table's order; those whose name begins with it come first.
    func matches(_ state: ConsoleState) -> [Command] {
        let all = CommandTable.commands(on: state.screen)
        let term = editor.text.lowercased().trimmingSpaces
        guard !term.isEmpty else { return all }
        let ranked = all.compactMap { command in rank(command, term, state).map { (command, $0) } }
        return ranked.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
    }

    private func rank(_ command: Command, _ term: String, _ state: ConsoleState) -> Int? {
        if command.name.hasPrefix(term) { return 0 }
        if command.name.contains(term) || command.title.lowercased().contains(term) { return 1 }
        if state.keymap.label(command.name, on: state.screen).lowercased().contains(term) { return 2 }
        if command.help.lowercased().contains(term) { return 3 }
        return isSubsequence(term, of: command.name) ? 4 : nil
    }

    private func isSubsequence(_ term: String, of name: String) -> Bool {
        var rest = name[...]
        for character in term {
            guard let index = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        var menu = self
        let matches = matches(state)
        switch key.description {
        case "esc", "^C":
            guard !editor.text.isEmpty, key == .escape else {
                state.closeDialog()
                return []
            }
            menu.editor.set("")
            menu.selected = 0
        case "down", "^N", "tab": menu.selected = min(selected + 1, max(0, matches.count - 1))
        case "up", "^P", "S-tab": menu.selected = max(selected - 1, 0)
        case "PgDn": menu.selected = min(selected + 10, max(0, matches.count - 1))
        case "PgUp": menu.selected = max(selected - 10, 0)
        case "enter":
            guard matches.indices.contains(selected) else { return [] }
            state.closeDialog()
            return CommandTable.run(matches[selected], [], &state)
        default:
            guard menu.editor.edit(key) else { return [] }
            menu.selected = 0
        }
        state.dialog = .commands(menu)
        return []
    }
}
