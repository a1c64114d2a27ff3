import GatehouseModel
package import TerminalUI

/// All commands, by name and by key.
package enum CommandTable {
    /// The context of keys that work on every screen; each screen is a context too.
    package static let everywhere = "everywhere"

    /// The commands of a screen: its own first; they replace global ones with the same name.
    package static func commands(on screen: ScreenID) -> [Command] {
        let own = screen.type.commands
        return own + globals.filter { global in !own.contains { $0.name == global.name } }
    }

    /// The commands of every screen.
    package static let globals: [Command] =
        GlobalCommands.moving + GlobalCommands.navigation + GlobalCommands.table + GlobalCommands.copying
        + GlobalCommands.program

    package static func command(_ name: String, on screen: ScreenID) -> Command? {
        commands(on: screen).first { $0.name == name }
    }

    /// All contexts with their commands, in the order of the manual.
    package static var contexts: [(name: String, commands: [Command])] {
        [(everywhere, globals)] + ScreenID.allCases.map { ($0.rawValue, $0.type.commands) }
    }

    /// Runs a command, or says why it cannot run, or asks first.
    static func run(_ command: Command, _ words: [String], _ state: inout ConsoleState) -> [Effect] {
        if case .no(let reason) = command.availability(state) {
            state.say(reason, .warning)
            return []
        }
        if command.needsOwnKey, state.refusesBundled(command.name) { return [] }
        if let why = state.current.misaimed(command, &state) {
            state.say(why, .warning)
            return []
        }
        if let missing = command.arguments.dropFirst(words.count).first(where: \.isRequired) {
            state.open(.prompt(.command(text: "\(command.name) ")))
            state.say("\(command.name) takes \(missing.usage)", .info)
            return []
        }
        // The rows in question must not move while the question is open.
        if command.danger != .none { state.current.hold(&state) }
        if let question = command.question(state, words) {
            state.open(.confirm(Confirm(question: question, command: command, words: words, isOwn: true)))
            return []
        }
        return command.perform(&state, words)
    }
}

extension Keymap {
    /// The default keys, without a keys file.
    package static let standard: Keymap = {
        var keymap = Keymap()
        for (context, commands) in CommandTable.contexts {
            for command in commands {
                for key in command.keys {
                    guard let keys = KeySequence(key) else { continue }
                    keymap.bind(keys, to: command.name, in: context)
                }
            }
        }
        return keymap
    }()

    /// The keys of a command on a screen, as shown to people: `n`, `^D PgDn`.
    func label(_ command: String, on screen: ScreenID, limit: Int = 3) -> String {
        let standard = CommandTable.command(command, on: screen)?.keys ?? []
        let rank = { (keys: KeySequence) in standard.firstIndex(of: keys.description) ?? standard.count }
        let isOwn = screen.type.commands.contains { $0.name == command }
        let contexts = isOwn ? [screen.rawValue] : [CommandTable.everywhere]
        let shadowed = { (keys: KeySequence) in
            self.match(keys, in: [screen.rawValue, CommandTable.everywhere]) != .command(command)
        }
        return keys(for: command, in: contexts).filter { !shadowed($0) }.sorted { rank($0) < rank($1) }.prefix(limit)
            .map(\.description)
            .joined(separator: " ")
    }
}

extension CommandTable {
    /// Why a command that needs the daemon cannot be sent now: the data is stale, or the role does not permit it. Nil
    /// if it can.
    static func refusal(of name: String, on screen: ScreenID, in state: ConsoleState) -> String? {
        command(name, on: screen)?.refusal(state)
    }
}
