package import StrictTOML

extension Keymap {
    /// The maximum size of a key file, in bytes.
    package static let fileLimit = 65_536

    /// Keys that cannot be bound, because they never reach a program or are editing keys: flow control, backspace, tab,
    /// line ends, escape, suspend.
    private static let reserved: Set<Key> = [
        .control("s"), .control("q"), .control("h"), .control("i"), .control("j"), .control("m"), .control("["),
        .control("z"), .control("\\"),
    ]

    /// Parses a key file: one table per context, with entries `"KEYS" = "command"`. An empty command unbinds the keys.
    ///
    /// - Parameters:
    ///   - file: the name for messages.
    ///   - contexts: the existing contexts.
    ///   - isCommand: whether a command exists.
    /// - Throws: `TOMLProblem` for an unknown context, key or command, and for keys that cannot be bound.
    package static func parse(
        _ text: String,
        file: String,
        contexts: [String],
        isCommand: (String) -> Bool
    ) throws(TOMLProblem) -> Keymap {
        let document = try StrictTable.parse(text, file: file, sizeLimit: fileLimit, depthLimit: 4)
        var keymap = Keymap()
        for context in contexts {
            guard let table = try document.table(context) else { continue }
            for notation in table.keys {
                let command = try table.string(notation) ?? ""
                let keys = try sequence(notation, in: table)
                guard command.isEmpty || isCommand(command) else {
                    throw table.problem(
                        notation,
                        "unknown command \(command.quoted())",
                        remedy: "see the commands in the help"
                    )
                }
                keymap.bind(keys, to: command, in: context)
            }
        }
        try document.finish()
        return keymap
    }

    private static func sequence(_ notation: String, in table: StrictTable) throws(TOMLProblem) -> KeySequence {
        guard let keys = KeySequence(notation), keys.keys.count <= 4 else {
            let remedy = "write keys such as a, ^T, space, PgDn or \"g g\""
            throw table.problem(notation, "\(notation.quoted()) is not a key", remedy: remedy)
        }
        guard reserved.isDisjoint(with: keys.keys) else {
            throw table.problem(notation, "\(keys) cannot be bound", remedy: "choose another key")
        }
        return keys
    }
}
