import ArgumentParser
import PlainText

/// What is done with the arguments before they are parsed.
enum Arguments {
    /// Joins an option with a value that begins with a hyphen: `--filter -outcome:block` becomes
    /// `--filter=-outcome:block`. The argument parser would read the value as a group of short options. A value that
    /// reads like an option itself must be joined by the caller.
    static func joined(_ arguments: [String]) -> [String] {
        var joined: [String] = []
        for (index, word) in arguments.enumerated() {
            guard word != "--" else { return joined + arguments[index...] }
            if let option = joined.last, option.hasPrefix("--"), !option.contains("="), isValue(word) {
                joined[joined.count - 1] = option + "=" + word
            } else {
                joined.append(word)
            }
        }
        return joined
    }

    private static func isValue(_ word: String) -> Bool {
        word.hasPrefix("-") && word.count > 2 && word.contains { !$0.isLetter && $0 != "-" && $0 != "=" }
            && !word.hasPrefix("--")
    }

    /// Finds nouns and verbs that do not exist. The argument parser would take a mistyped verb for an argument of the
    /// noun's default verb, and explain that one.
    ///
    /// - Throws: `Failure` that names what exists.
    static func checkVerbs(_ arguments: [String]) throws {
        var command: any ParsableCommand.Type = Gatehouse.self
        var path = ["gatehouse"]
        var rest = arguments[...]
        while let word = rest.popFirst() {
            let known = command.configuration.subcommands
            guard !known.isEmpty, word != "help" else { return }
            if word == "--socket" || word == "-o" || word == "--output" {
                _ = rest.popFirst()
                continue
            }
            guard !word.hasPrefix("-") else { return }
            guard let next = known.first(where: { names(of: $0).contains(word) }) else {
                throw failure(word, after: path, known.flatMap(names))
            }
            command = next
            path.append(word)
        }
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }

    private static func failure(_ word: String, after path: [String], _ names: [String]) -> Failure {
        let owner = path.joined(separator: " ")
        let kind = path.count == 1 ? "command" : "verb"
        let near = Spelling.closest(to: word, among: names)
        let starting = names.filter { $0.hasPrefix(word) }
        let meant = near ?? (starting.count == 1 ? starting.first : nil)
        return Failure(
            .usage,
            "\(owner) has no \(kind) \(word)" + (meant.map { "; did you mean \($0)?" } ?? ""),
            hint: "The \(kind)s are \(names.joined(separator: ", ")); `\(owner) --help` describes them."
        )
    }
}
