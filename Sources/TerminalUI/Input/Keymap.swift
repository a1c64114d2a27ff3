/// The key bindings by context ("global", "traffic", "dialog"). Commands are strings.
package struct Keymap: Hashable, Sendable {
    /// The meaning of the keys pressed so far.
    package enum Match: Hashable, Sendable {
        case command(String)
        /// The beginning of a longer sequence.
        case prefix
        case none
    }

    /// Commands by context and keys. An empty command removes a binding of the keymap that this one is merged into.
    private var bindings: [String: [KeySequence: String]] = [:]

    package init() {}

    /// Binds keys in a context, replacing their previous command. An empty command unbinds them, also in a keymap that
    /// this one is merged into.
    package mutating func bind(_ keys: KeySequence, to command: String, in context: String) {
        bindings[context, default: [:]][keys] = command
    }

    /// The meaning of the keys in the innermost context that knows them; `contexts` lists the innermost first. Keys that
    /// a context unbinds do nothing, whatever the outer contexts say.
    package func match(_ keys: KeySequence, in contexts: [String]) -> Match {
        for context in contexts {
            guard let table = bindings[context] else { continue }
            let command = table[keys]
            if let command, !command.isEmpty { return .command(command) }
            let isPrefix = table.contains { binding in
                !binding.value.isEmpty && binding.key.keys.count > keys.keys.count
                    && binding.key.keys.starts(with: keys.keys)
            }
            if isPrefix { return .prefix }
            if command != nil { return .none }
        }
        return .none
    }

    /// The keys of a command, shortest first, in the innermost context that binds any.
    package func keys(for command: String, in contexts: [String]) -> [KeySequence] {
        for context in contexts {
            let found = (bindings[context] ?? [:]).filter { $0.value == command }.keys
            if !found.isEmpty { return found.sorted(by: Keymap.isNicer) }
        }
        return []
    }

    /// All bindings of a context, sorted by keys.
    package func bindings(in context: String) -> [(keys: KeySequence, command: String)] {
        (bindings[context] ?? [:])
            .filter { !$0.value.isEmpty }
            .map { (keys: $0.key, command: $0.value) }
            .sorted { Keymap.isNicer($0.keys, $1.keys) }
    }

    package var contexts: [String] { bindings.keys.sorted() }

    /// Adds the bindings of `other`, which win over those for the same keys.
    package func merging(_ other: Keymap) -> Keymap {
        var merged = self
        for (context, table) in other.bindings {
            merged.bindings[context, default: [:]].merge(table) { $1 }
        }
        return merged
    }

    /// The keymap in which no context binds these keys.
    package func unbinding(_ keys: Set<KeySequence>) -> Keymap {
        var keymap = self
        for (context, table) in bindings { keymap.bindings[context] = table.filter { !keys.contains($0.key) } }
        return keymap
    }

    /// The keymap without the keys of the commands that `isOff` names, in the contexts for which it says so.
    package func removing(_ isOff: (_ command: String, _ context: String) -> Bool) -> Keymap {
        var keymap = self
        for (context, table) in bindings {
            keymap.bindings[context] = table.filter { !isOff(String($0.value.prefix { $0 != " " }), context) }
        }
        return keymap
    }

    private static func isNicer(_ left: KeySequence, _ right: KeySequence) -> Bool {
        let (a, b) = (left.description, right.description)
        return (a.count, a) < (b.count, b)
    }
}
