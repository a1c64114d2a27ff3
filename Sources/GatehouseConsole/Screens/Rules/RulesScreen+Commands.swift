import ControlProtocol
import GatehouseModel
import TerminalUI

extension RulesScreen {
    static let commands: [Command] = looking + writing + changing + policy

    // MARK: Looking

    private static let looking: [Command] = [
        Command(
            "enter",
            "open",
            keys: ["enter"],
            footer: 1,
            help: "go to the detail; there: edit the rule, open the call, the revision or the difference"
        ) { state, _ in enter(&state) },
        Command(
            "test",
            "test",
            keys: ["^T"],
            role: .approver,
            footer: 6,
            help: "try the rule on kept calls: what it reads, whether it matches, what comes of it",
            enabled: hasRule
        ) { state, _ in
            guard let rule = state.rules.selected?.rule else { return [] }
            return RuleTestPane.open(rule, &state)
        },
    ]

    private static func enter(_ state: inout ConsoleState) -> [Effect] {
        guard state.pane.isDetailFocused else {
            state.pane.isDetailFocused = true
            state.pane.scroll = 0
            return []
        }
        switch tab(state) {
        case .rule: return run("edit", &state)
        case .draft: return run("diff", &state)
        case .hits:
            let rows = CallRows(hits(state))
            guard let index = state.rules.hits.index(in: rows) else { return [] }
            return Jumping.toCall(rows[index], &state)
        case .history:
            let rows = RevisionRows(revisions(state))
            guard let index = state.rules.revisions.index(in: rows) else { return [] }
            return show(rows[index].revision, &state)
        }
    }

    private static func run(_ name: String, _ state: inout ConsoleState) -> [Effect] {
        CommandTable.command(name, on: .rules).map { CommandTable.run($0, [], &state) } ?? []
    }

    static func hasRule(_ state: ConsoleState) -> Command.Availability {
        .init(state.rules.selected != nil, else: "there is no rule here; o writes one")
    }

    static func hasLivingRule(_ state: ConsoleState) -> Command.Availability {
        guard let row = state.rules.selected else { return hasRule(state) }
        return .init(row.change != .removed, else: "the draft removes this rule; d brings it back")
    }

    // MARK: Writing

    private static let writing: [Command] = [
        Command(
            "edit",
            "edit",
            keys: ["e"],
            role: .admin,
            footer: 2,
            help: "edit the rule, its expressions checked as you type; saving changes your draft only",
            enabled: hasLivingRule
        ) { state, _ in
            guard let rule = state.rules.selected?.rule else { return [] }
            state.cover(with: RuleForm(.edit(rule), rule, now: state.now))
            return []
        },
        Command(
            "new",
            "new",
            keys: ["o"],
            role: .admin,
            footer: 3,
            help: "write a new rule below this one, in shadow; into your draft"
        ) { state, _ in
            let next = state.rules.selected.flatMap { follower(of: $0, state) }
            return write(before: next, &state)
        },
        Command("new-above", "new above", keys: ["O"], role: .admin, help: "write a new rule above this one") {
            state,
            _ in
            let row = state.rules.selected
            let next = row.flatMap { $0.position == nil ? follower(of: $0, state) : $0.rule.name }
            return write(before: next, &state)
        },
    ]

    private static func write(before: String?, _ state: inout ConsoleState) -> [Effect] {
        let rule = RuleDefinition(name: "", when: "", then: .block, mode: .shadow)
        state.cover(with: RuleForm(.add(before: before), rule, now: state.now))
        return []
    }

    // MARK: Changing

    private static let changing: [Command] = [
        Command(
            "mode",
            "mode",
            keys: ["t"],
            role: .admin,
            footer: 4,
            help: "change the mode in your draft: enforce, shadow, off, and again",
            enabled: hasLivingRule
        ) { state, _ in cycleMode(&state) },
        Command(
            "move-down",
            "down",
            keys: ["J"],
            role: .admin,
            help: "move the rule one place down in your draft",
            enabled: hasLivingRule
        ) { state, _ in move(1, &state) },
        Command(
            "move-up",
            "up",
            keys: ["K"],
            role: .admin,
            help: "move the rule one place up in your draft",
            enabled: hasLivingRule
        ) { state, _ in move(-1, &state) },
        Command(
            "duplicate",
            "duplicate",
            keys: ["D"],
            role: .admin,
            help: "put a copy of the rule below it, in shadow, into your draft",
            enabled: hasLivingRule
        ) { state, _ in duplicate(&state) },
        Command(
            "remove",
            "remove",
            keys: ["d", "del"],
            role: .admin,
            footer: 5,
            help: "remove the rule from your draft; on one that is removed already, bring it back",
            enabled: hasRule
        ) { state, _ in remove(&state) },
        Command(
            "undo",
            "undo",
            keys: ["u"],
            role: .admin,
            help: "take back the last change of your draft",
            enabled: { .init($0.rules.undone.last != nil, else: "nothing was changed in this session") }
        ) { state, _ in undo(&state) },
        Command(
            "redo",
            "redo",
            keys: ["^R"],
            role: .admin,
            help: "do again what undo took back",
            enabled: { .init($0.rules.undone.next != nil, else: "nothing was taken back") }
        ) { state, _ in redo(&state) },
    ]
}
