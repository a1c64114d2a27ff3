import ArgumentParser
import Foundation
import PlainText

/// A command with its options and verbs, as the argument parser describes it. The one table of the words of the command
/// line: which options take a value, and which verbs a noun has.
struct CommandTree: Decodable, Sendable {
    private struct Dump: Decodable {
        let command: CommandTree
    }

    struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
            let kind: String
            let name: String

            /// As typed: `--filter`, `-o`.
            var typed: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let names: [Name]?
    }

    let commandName: String
    let arguments: [Argument]?
    let subcommands: [CommandTree]?
    /// The verb that a noun without one stands for.
    let defaultSubcommand: String?

    /// The whole tree; nil if the parser does not describe it.
    static var whole: CommandTree? {
        do {
            _ = try Gatehouse.parseAsRoot(["--experimental-dump-help"])
            return nil
        } catch {
            let text = Gatehouse.fullMessage(for: error)
            return try? JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
        }
    }

    /// The names of its options, as typed, and of those of the verb that it stands for.
    private func names(of kind: String? = nil) -> Set<String> {
        let own = (arguments ?? []).filter { kind == nil || $0.kind == kind }.flatMap { $0.names ?? [] }.map(\.typed)
        return Set(own).union(defaultSubcommand.flatMap(verb)?.names(of: kind) ?? [])
    }

    private func verb(_ word: String) -> CommandTree? { subcommands?.first { $0.commandName == word } }

    // MARK: Values that begin with a hyphen

    /// The arguments with `--filter -outcome:block` joined to `--filter=-outcome:block`, for every option that takes a
    /// value. The parser would take such a value for an option. An option of the command stays an option.
    static func joiningValues(_ words: [String]) -> [String] {
        let mayHaveValue = zip(words, words.dropFirst()).contains {
            $0.hasPrefix("--") && $1.hasPrefix("-") && $1 != "-"
        }
        guard mayHaveValue, let tree = whole else { return words }
        return tree.joined(words)
    }

    private func joined(_ words: [String]) -> [String] {
        var command = self
        var taking = names(of: "option")
        var known = names()
        var joined: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" { return joined + [word] + rest }
            if let next = command.verb(word) {
                command = next
                taking.formUnion(next.names(of: "option"))
                known.formUnion(next.names())
            } else if taking.contains(word), let value = rest.first {
                rest.removeFirst()
                let isOption = known.contains(value) || known.contains(String(value.prefix { $0 != "=" }))
                let isText = value.hasPrefix("-") && value != "-" && value != "--" && !isOption
                guard isText, word.hasPrefix("--") else {
                    joined.append(word)
                    if value.hasPrefix("-") { rest = [value] + rest } else { joined.append(value) }
                    continue
                }
                joined.append(word + "=" + value)
                continue
            }
            joined.append(word)
        }
        return joined
    }

    // MARK: Mistyped words

    /// The failure for a noun or a verb that does not exist; nil if all of them do.
    func failure(of words: [String]) -> Failure? {
        var command = self
        var path: [String] = []
        var taking = names(of: "option")
        var rest = words[...]
        while let word = rest.popFirst() {
            if word.hasPrefix("-") {
                if taking.contains(word) { _ = rest.popFirst() }
                continue
            }
            if let next = command.verb(word) {
                command = next
                path.append(word)
                taking.formUnion(next.names(of: "option"))
                continue
            }
            let verbs = (command.subcommands ?? []).map(\.commandName).filter { $0 != "help" }
            // A noun whose usual verb takes a number may be followed by it.
            guard !verbs.isEmpty, Int(word) == nil else { return nil }
            return Self.noVerb(word, after: path, among: verbs)
        }
        return nil
    }

    private static func noVerb(_ word: String, after path: [String], among verbs: [String]) -> Failure {
        let near = Spelling.closest(to: word, among: verbs) ?? onlyOne(verbs.filter { $0.hasPrefix(word) })
        let question = near.map { "; did you mean \"\($0)\"?" } ?? ""
        guard !path.isEmpty else {
            return Failure(.usage, "there is no command \"\(word)\"\(question)", hint: "It is one of \(list(verbs)).")
        }
        let noun = path.joined(separator: " ")
        return Failure(.usage, "\(noun) has no verb \"\(word)\"\(question)", hint: "It has \(list(verbs)).")
    }

    private static func onlyOne(_ words: [String]) -> String? { words.count == 1 ? words.first : nil }

    private static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
