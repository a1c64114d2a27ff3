import TerminalUI
import GatehouseModel

extension ListsScreen {
    static let commands: [Command] = [
        Command(
            "enter",
            "open, edit",
            keys: ["enter"],
            footer: 1,
            help: "go to the entries; on an entry: change its fields"
        ) { state, _ in
            guard state.pane.isDetailFocused else {
                state.pane.isDetailFocused = true
                return []
            }
            guard let command = CommandTable.command("edit", on: .lists) else { return [] }
            return CommandTable.run(command, [], &state)
        },
        Command(
            "add",
            "add",
            keys: ["o", "O", "ins"],
            arguments: [CommandArgument("entry", isRequired: false)],
            role: .approver,
            footer: 2,
            help: "add an entry; what it would have matched is shown while you write",
            enabled: { .init($0.lists.selected != nil, else: "there is no list; a policy defines them") }
        ) { state, words in
            guard let list = state.lists.selected else { return [] }
            state.pane.tab = 0
            state.pane.isDetailFocused = true
            var form = EntryForm(.add, list: list.name, entry: words.first ?? "", now: state.now)
            form.editors[.owner] = Prompt(state.whoAmI?.user ?? "")
            state.open(.entry(form.resuming(state.lists.unsent)))
            return []
        },
        Command(
            "edit",
            "edit",
            role: .approver,
            help: "change expiry, comment, ticket and owner of the entry",
            enabled: hasEntry
        ) {
            state,
            _ in
            guard let list = state.lists.selected, let entry = state.lists.selectedEntry else { return [] }
            let form = EntryForm(editing: entry, list: list.name, now: state.now)
            state.open(.entry(form.resuming(state.lists.unsent)))
            return []
        },
        Command(
            "remove",
            "remove",
            keys: ["d", "del"],
            role: .approver,
            danger: .confirm,
            footer: 3,
            help: "remove the entry, or the marked ones",
            enabled: hasEntry,
            question: { state, _ in
                guard let list = state.lists.selected else { return nil }
                let targets = targets(state)
                let what = targets.count == 1 ? targets[0] : Words.count(targets.count, "entry", "entries")
                return Question(
                    "Remove \(what) from \(list.name)?",
                    Array(targets.count > 1 ? targets.prefix(5) : []) + ["Takes effect at once; u takes it back."],
                    yes: "remove \(targets.count == 1 ? "it" : String(targets.count))"
                )
            }
        ) { state, _ in
            guard let list = state.lists.selected else { return [] }
            let targets = Array(targets(state).prefix(1000))
            state.lists.entries.selection.clearMarks()
            return targets.isEmpty ? [] : [remove(targets, from: list.name)]
        },
        Command(
            "expire",
            "expire",
            keys: ["X"],
            arguments: [CommandArgument("when", isRequired: false)],
            role: .approver,
            footer: 5,
            help: "set when the entry expires: 30d, 12h, 2026-12-31, never, now",
            enabled: hasEntry
        ) { state, words in
            guard let list = state.lists.selected, let entry = state.lists.selectedEntry else { return [] }
            if let when = words.first { return setExpiry(when, of: entry.entry, in: list.name, &state) }
            state.open(.prompt(LinePrompt(.expiry(list: list.name, entry: entry.entry))))
            return []
        },
        Undoing.command(footer: 6),
        Command(
            "check",
            "check",
            keys: ["c"],
            arguments: [CommandArgument("value", isRequired: false)],
            footer: 7,
            help: "which lists an address, a domain or issuer:name is in, and which of them decides"
        ) { state, words in
            if let value = words.first { return check(value, &state) }
            state.open(.prompt(LinePrompt(.check)))
            return []
        },
        Command(
            "entries-with",
            "entries with…",
            keys: ["f", "\\"],
            arguments: [CommandArgument("text", isRequired: false)],
            footer: 30,
            help: "show only entries that contain a text; empty shows all"
        ) { state, words in
            if let text = words.first { return setContains(text, &state) }
            state.open(.prompt(LinePrompt(.contains, text: state.lists.entries.filter ?? "")))
            return []
        },
    ]

    private static func hasEntry(_ state: ConsoleState) -> Command.Availability {
        .init(
            showsEntries(state) && state.lists.selectedEntry != nil,
            else: "select an entry first: tab moves to the entries"
        )
    }
}
