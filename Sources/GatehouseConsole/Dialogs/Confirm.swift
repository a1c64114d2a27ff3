import TerminalUI

/// A question that `y` answers with yes and every other ending with no.
package struct Confirm: Sendable {
    package let question: Question
    let command: Command
    let words: [String]

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        switch key.description {
        case "y", "Y":
            state.closeDialog()
            guard case .yes = command.availability(state) else { return CommandTable.run(command, words, &state) }
            return command.perform(&state, words)
        case "n", "N", "esc", "enter", "q", "^C":
            state.closeDialog()
            state.say("nothing was done", .info, for: .seconds(2))
            return []
        default:
            return []
        }
    }
}
