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
            let commands = CommandTable.commands(on: state.screen)
            let near = Spelling.closest(to: name, among: commands.map(\.name))
            state.say(
                "there is no command \(name)" + (near.map { "; did you mean \($0)?" } ?? "; ? lists them"),
                .warning
            )
            return []
        }
        guard words.count <= command.arguments.count else {
            state.say("\(command.name) takes no argument", .warning)
            return []
        }
        return CommandTable.run(command, words, &state)
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
