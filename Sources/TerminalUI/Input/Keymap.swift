/// Which key runs which command, by context ("global", "traffic", "dialog"). Data: commands are strings.
package struct Keymap: Hashable, Sendable {
    /// What the keys pressed so far mean.
    package enum Match: Hashable, Sendable {
        case command(String)
        /// They begin a longer sequence.
        case prefix
        case none
    }

    /// Commands by keys by context. An empty command marks keys that another keymap's binding is taken from.
    private var bindings: [String: [KeySequence: String]] = [:]

    package init() {}

    /// Binds keys in a context; the command replaces the one they had. An empty command unbinds them, also in a
    /// keymap that this one is merged into.
    package mutating func bind(_ keys: KeySequence, to command: String, in context: String) {
        bindings[context, default: [:]][keys] = command
    }

    /// The meaning of the keys in the innermost context that knows them; contexts are given innermost first.
    package func match(_ keys: KeySequence, in contexts: [String]) -> Match {
        for context in contexts {
            let table = (bindings[context] ?? [:]).filter { !$0.value.isEmpty }
            if let command = table[keys] { return .command(command) }
            if table.keys.contains(where: { $0.keys.count > keys.keys.count && $0.keys.starts(with: keys.keys) }) {
                return .prefix
            }
        }
        return .none
    }

    /// The keys of a command, shortest first, in the innermost context that has any.
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

    /// Adds the other's bindings; where both bind the same keys the other wins.
    package func merging(_ other: Keymap) -> Keymap {
        var merged = self
        for (context, table) in other.bindings {
            merged.bindings[context, default: [:]].merge(table) { $1 }
        }
        return merged
    }

    private static func isNicer(_ left: KeySequence, _ right: KeySequence) -> Bool {
        let (a, b) = (left.description, right.description)
        return (a.count, a) < (b.count, b)
    }
}
