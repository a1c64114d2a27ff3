import TerminalUI

/// A question that `y` answers with yes, and every other key with no.
package struct Confirm: Sendable {
    package let question: Question
    let command: Command
    let words: [String]
    /// Whether the command asks this question itself. It is then asked again if its facts have changed meanwhile.
    var isOwn = false

    func press(_ key: Key, _ state: inout ConsoleState) -> [Effect] {
        switch key.description {
        case "y", "Y":
            state.closeDialog()
            guard case .yes = command.availability(state) else { return CommandTable.run(command, words, &state) }
            return isOwn && command.question(state, words) != question
                ? askAnew(&state) : command.perform(&state, words)
        case "n", "N", "esc", "enter", "q", "^C":
            state.closeDialog()
            state.say("nothing was done", .info, for: .seconds(2))
            return []
        default:
            return []
        }
    }

    /// A yes does not count if the facts of the question have changed.
    private func askAnew(_ state: inout ConsoleState) -> [Effect] {
        guard let question = command.question(state, words) else {
            state.say("what was asked about has changed; nothing was done", .warning)
            return []
        }
        state.open(.confirm(Confirm(question: question, command: command, words: words, isOwn: true)))
        state.say("it has changed while the question stood; look again", .warning)
        return []
    }
}
