import PlainText

/// The text typed after `:`.
struct CommandLine: Sendable {
    let name: String
    let words: [String]

    /// Splits the line; the last argument of a command takes the rest of the line.
    init(_ line: String, on screen: ScreenID) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        name = parts.first.map(String.init) ?? ""
        let rest = parts.count > 1 ? String(parts[1]).trimmingSpaces : ""
        let count = max(1, CommandTable.command(name, on: screen)?.arguments.count ?? 1)
        words =
            rest.isEmpty
            ? [] : rest.split(separator: " ", maxSplits: count - 1, omittingEmptySubsequences: true).map(String.init)
    }

    /// Runs the command. A prefix of exactly one command's name stands for that command.
    func run(_ state: inout ConsoleState) -> [Effect] {
        guard !name.isEmpty else { return [] }
        guard let command = command(on: state.screen) else {
            state.say(advice(state), .warning)
            return []
        }
        guard words.count <= command.arguments.count else {
            state.say("\(command.name) takes no argument", .warning)
            return []
        }
        return CommandTable.run(command, words, &state)
    }

    /// What to do about a name that is no command here: commands that begin so, the screen that has it, or the command
    /// that was probably meant.
    private func advice(_ state: ConsoleState) -> String {
        let here = CommandTable.commands(on: state.screen).map(\.name)
        let starting = here.filter { $0.hasPrefix(name) }
        if starting.count > 1 { return "\(name) may be \(starting.sorted().joined(separator: ", ")); write more of it" }
        let near = Spelling.closest(to: name, among: here)
        let elsewhere = ScreenID.allCases.filter { screen in screen.type.commands.contains { $0.name == name } }
        if let screen = elsewhere.first {
            let key = state.keymap.label(screen.rawValue, on: state.screen)
            return "\(name) is a command of \(screen.type.title); \(key.isEmpty ? ":\(screen.rawValue)" : key) opens it"
        }
        if let near { return "there is no command \(name); did you mean \(near)?" }
        let others = ScreenID.allCases.flatMap { screen in screen.type.commands.map { (screen, $0.name) } }
        if let close = Spelling.closest(to: name, among: others.map(\.1)),
            let other = others.first(where: { $0.1 == close })
        {
            return "there is no command \(name); did you mean \(close) on \(other.0.type.title)?"
        }
        return "there is no command \(name); ? lists them"
    }

    /// The command that the line names; nil if it names none or several.
    func command(on screen: ScreenID) -> Command? {
        let commands = CommandTable.commands(on: screen)
        let starting = commands.filter { $0.name.hasPrefix(name) }
        return commands.first { $0.name == name } ?? (starting.count == 1 ? starting[0] : nil)
    }

    /// The possible completions as whole lines, best first.
    static func completions(of line: String, _ state: ConsoleState) -> [String] {
        let commands = CommandTable.commands(on: state.screen)
        guard let space = line.firstIndex(of: " ") else {
            return commands.map(\.name).filter { $0.hasPrefix(line) }.sorted()
        }
        let name = String(line[..<space])
        guard let command = commands.first(where: { $0.name == name }) else { return [] }
        let typed = line[line.index(after: space)...].split(separator: " ", omittingEmptySubsequences: false)
        let position = max(0, typed.count - 1)
        guard position < command.arguments.count else { return [] }
        let start = typed.dropLast().joined(separator: " ")
        let prefix = String(typed.last ?? "")
        return command.arguments[position].choices(state).filter { $0.hasPrefix(prefix) }.map {
            name + " " + (start.isEmpty ? "" : start + " ") + $0
        }
    }
}

extension String {
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else {
            return ""
        }
        return String(self[first...last])
    }
}
