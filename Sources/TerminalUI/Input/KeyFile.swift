import PlainText
package import StrictTOML

/// The bindings of a key file, and what is wrong with it: one table per context, with entries `"KEYS" = "command"`. An
/// empty command unbinds the keys.
///
/// One wrong line costs only that line. Keys that it names do nothing until it is mended, because the user meant to
/// change them: the standard command might be the one that they wanted out of the way.
package struct KeyFile: Sendable, Hashable {
    /// The maximum size of a key file, in bytes.
    package static let sizeLimit = 65_536

    /// The bindings by context.
    package private(set) var keymap = Keymap()
    /// Keys that do nothing in any context, unless `keymap` binds them there.
    package private(set) var unbound: Set<KeySequence> = []
    /// What is wrong, in the order of the lines within each context.
    package private(set) var problems: [TOMLProblem] = []
    /// Whether every line is TOML. If not, nobody knows which keys the other lines were about.
    package private(set) var isComplete = true

    /// Keys that cannot be bound, because they never reach a program or are editing keys: flow control, backspace, tab,
    /// line ends, escape, suspend.
    private static let reserved: Set<Key> = [
        .control("s"), .control("q"), .control("h"), .control("i"), .control("j"), .control("m"), .control("["),
        .control("z"), .control("\\"),
    ]

    /// Parses a key file.
    ///
    /// - Parameters:
    ///   - file: the name for messages.
    ///   - contexts: the existing contexts. The first one is for all screens: keys that it unbinds are unbound in the
    ///     others too.
    ///   - commands: the names of the existing commands.
    /// - Throws: `TOMLProblem` if no part of the file can be used.
    package init(_ text: String, file: String, contexts: [String], commands: Set<String>) throws(TOMLProblem) {
        let (document, wrongLines) = try StrictTable.parseSkippingWrongLines(
            text,
            file: file,
            sizeLimit: Self.sizeLimit
        )
        problems = wrongLines
        isComplete = wrongLines.isEmpty
        for context in contexts { read(context, of: document, isForAll: context == contexts.first, commands) }
        problems += document.leftovers()
        for key in document.keys where !contexts.contains(key) { unbindAll(named: key, in: document) }
    }

    private mutating func read(
        _ context: String,
        of document: StrictTable,
        isForAll: Bool,
        _ commands: Set<String>
    ) {
        do throws(TOMLProblem) {
            guard let table = try document.table(context) else { return }
            for notation in table.keys {
                do throws(TOMLProblem) {
                    let keys = try Self.sequence(notation, in: table)
                    // Until the command is known, the keys do nothing.
                    keymap.bind(keys, to: "", in: context)
                    let command = try Self.command(notation, in: table, commands)
                    keymap.bind(keys, to: command, in: context)
                    if command.isEmpty, isForAll { unbound.insert(keys) }
                } catch {
                    _ = table.has(notation)
                    problems.append(error)
                }
            }
        } catch { problems.append(error) }
    }

    /// Unbinds keys that stand in a table of another name, or above all tables.
    private mutating func unbindAll(named key: String, in document: StrictTable) {
        if let keys = KeySequence(key) { unbound.insert(keys) }
        guard let table = (try? document.table(key)) ?? nil else { return }
        unbound.formUnion(table.keys.compactMap { KeySequence($0) })
        table.abandon()
    }

    private static func command(
        _ notation: String,
        in table: StrictTable,
        _ commands: Set<String>
    ) throws(TOMLProblem) -> String {
        let command = try table.string(notation) ?? ""
        let name = String(command.prefix { $0 != " " })
        guard command.isEmpty || commands.contains(name) else {
            let meant = Spelling.closest(to: name, among: commands)
            let remedy = meant.map { "did you mean \($0.quoted())?" } ?? "see the commands in the help"
            throw table.problem(notation, "unknown command \(command.quoted())", remedy: remedy)
        }
        return command
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

extension Keymap {
    /// The keymap with the changes of a key file.
    package func merging(_ file: KeyFile) -> Keymap { unbinding(file.unbound).merging(file.keymap) }
}
