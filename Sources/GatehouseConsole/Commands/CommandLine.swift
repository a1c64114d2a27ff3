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
            state.say(reasonForNone(on: state.screen), .warning)
            return []
        }
        guard words.count <= command.arguments.count else {
            state.say("\(command.name) takes no argument", .warning)
            return []
        }
        return CommandTable.run(command, words, &state)
    }

    /// Why the line runs nothing on this screen: the command belongs to other screens, or its name is mistyped.
    private func reasonForNone(on screen: ScreenID) -> String {
        let others = Self.screens(with: name)
        guard others.isEmpty else { return "\(name) works on \(Self.places(others))" }
        let here = CommandTable.commands(on: screen).map(\.name)
        if let near = Spelling.closest(to: name, among: here) {
            return "there is no command \(name); did you mean \(near)?"
        }
        let all = ScreenID.allCases.flatMap { $0.type.commands.map(\.name) }
        guard let near = Spelling.closest(to: name, among: all) else {
            return "there is no command \(name); ? lists them"
        }
        return "there is no command \(name); did you mean \(near)? It works on \(Self.places(Self.screens(with: near)))"
    }

    /// The screens that have a command of this name.
    private static func screens(with name: String) -> [ScreenID] {
        ScreenID.allCases.filter { $0.type.commands.contains { $0.name == name } }
    }

    /// `Approvals; press 2`, or `Lists and Rules; press 3 or 4`.
    private static func places(_ screens: [ScreenID]) -> String {
        let titles = screens.map { $0.type.title }.joined(separator: " and ")
        return titles + "; press " + screens.map { String($0.type.digit) }.joined(separator: " or ")
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
        if command.arguments.first?.name == "query" {
            return FilterCompletion.completions(of: String(line[line.index(after: space)...]), state)
                .map { name + " " + $0 }
        }
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
