import GatehouseModel
package import TerminalUI

/// All commands, found by name and by key.
package enum CommandTable {
    /// The contexts keys are bound in: each screen, and everywhere.
    package static let everywhere = "everywhere"

    /// What can be run on a screen: its own commands first, and in place of others of the same name.
    package static func commands(on screen: ScreenID) -> [Command] {
        let own = screen.type.commands
        return own + globals.filter { global in !own.contains { $0.name == global.name } }
    }

    /// The commands of every screen.
    package static let globals: [Command] =
        GlobalCommands.moving + GlobalCommands.looking + GlobalCommands.arranging + GlobalCommands.taking
        + GlobalCommands.program

    package static func command(_ name: String, on screen: ScreenID) -> Command? {
        commands(on: screen).first { $0.name == name }
    }

    /// All contexts with their commands, in the order of the manual.
    package static var contexts: [(name: String, commands: [Command])] {
        [(everywhere, globals)] + ScreenID.allCases.map { ($0.rawValue, $0.type.commands) }
    }

    /// Does a command, or says why not, or asks first.
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
        // What is asked about must not move away under the question.
        if command.danger != .none { state.current.hold(&state) }
        if let question = command.question(state, words) {
            state.open(.confirm(Confirm(question: question, command: command, words: words, isOwn: true)))
            return []
        }
        return command.perform(&state, words)
    }
}

extension Keymap {
    /// The keys as they are without a keys file.
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

    /// The keys of a command as people read them, on a screen: `n`, `^D PgDn`.
    func label(_ command: String, on screen: ScreenID, limit: Int = 3) -> String {
        let standard = CommandTable.command(command, on: screen)?.keys ?? []
        let rank = { (keys: KeySequence) in standard.firstIndex(of: keys.description) ?? standard.count }
        let isOwn = screen.type.commands.contains { $0.name == command }
        let contexts = isOwn ? [screen.rawValue] : [CommandTable.everywhere]
        let shadowed = { (keys: KeySequence) in
            !isOwn && self.match(keys, in: [screen.rawValue]) != .none
        }
        return keys(for: command, in: contexts).filter { !shadowed($0) }.sorted { rank($0) < rank($1) }.prefix(limit)
            .map(\.description)
            .joined(separator: " ")
    }
}

extension CommandTable {
    /// Why a command that needs the daemon's answer may not be sent just now: what is shown is stale, or the role
    /// does not permit it. Nil when it may.
    static func refusal(of name: String, on screen: ScreenID, in state: ConsoleState) -> String? {
        command(name, on: screen)?.refusal(state)
    }
}
