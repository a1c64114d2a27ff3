import ControlProtocol
import GatehouseModel
import TerminalUI

extension RulesScreen {
    static let policy: [Command] = comparing + goingLive + wholePolicy

    private static func hasDraft(_ state: ConsoleState) -> Command.Availability {
        .init(state.rules.draft != nil, else: "there is no draft; changing a rule begins one")
    }

    // MARK: Comparing and trying

    private static let comparing: [Command] = [
        Command("diff", "diff", keys: ["="], help: "how the draft differs, by part and by line", enabled: hasDraft) {
            state,
            _ in
            state.cover(with: DiffPane(.look))
            return []
        },
        Command(
            "check",
            "check",
            help: "whether the draft could be applied, and what is odd about it",
            enabled: hasDraft
        ) { state, _ in
            guard let draft = state.rules.draft else { return [] }
            let (problems, warnings) = (draft.check.problems, draft.check.warnings)
            state.pane.tab = Tab.draft.rawValue
            state.pane.scroll = 0
            if problems.isEmpty {
                let odd = warnings.isEmpty ? "nothing is odd" : Words.count(warnings.count, "remark")
                state.say("the draft could be applied; \(odd)", warnings.isEmpty ? .good : .info)
            } else {
                state.say("the draft cannot be applied: \(Words.count(problems.count, "mistake"))", .warning)
            }
            return []
        },
        Command(
            "simulate",
            "simulate",
            keys: ["S"],
            arguments: [CommandArgument("since", isRequired: false) { _ in ["1d", "7d", "30d"] }],
            role: .approver,
            footer: 7,
            help: "replay kept calls under the draft and show which decisions flip: 7d unless said",
            enabled: { state in
                state.rules.simulation?.simulation.state == .running ? .yes : hasDraft(state)
            }
        ) { state, words in simulate(words.first, &state) },
        Command(
            "cancel-simulation",
            "cancel simulation",
            role: .approver,
            help: "end the running simulation early; what it found stays",
            enabled: { .init($0.rules.simulation?.simulation.state == .running, else: "no simulation runs") }
        ) { state, _ in cancelSimulation(&state) },
        Command(
            "draft",
            "draft",
            arguments: [
                CommandArgument("name", isRequired: false) { state in
                    guard case .drafts(let drafts) = state.resources.value("drafts") else { return [] }
                    return drafts.map(\.name)
                }
            ],
            help: "show the draft of somebody else; without a name your own"
        ) { state, words in
            let name = words.first
            state.rules.otherDraft = name == state.whoAmI?.user ? nil : name
            state.rules.draft = nil
            state.rules.undone.clear()
            state.rules.rebuild()
            return readDraft(&state)
        },
    ]

    // MARK: Going live

    private static let goingLive: [Command] = [
        Command(
            "apply",
            "apply",
            arguments: [CommandArgument("comment", isRequired: false)],
            role: .admin,
            danger: .confirm,
            footer: 8,
            help: "make the draft the policy in force, after a look at what it changes",
            enabled: hasDraft
        ) { state, words in
            state.cover(with: DiffPane(.apply(comment: words.first)))
            return []
        },
        Command(
            "rebase",
            "rebase",
            role: .admin,
            danger: .confirm,
            help: "put the draft as it is on the revision in force; the difference then shows what it takes back",
            enabled: { .init($0.rules.isStale, else: "the draft is based on the revision in force already") },
            question: { state, _ in rebaseQuestion(state) }
        ) { state, _ in
            guard let draft = state.rules.draft else { return [] }
            return rebase(draft.document, &state)
        },
        Command(
            "discard",
            "discard",
            role: .admin,
            danger: .confirm,
            help: "forget the draft; the policy in force stays as it is",
            enabled: hasDraft,
            question: { state, _ in
                guard let draft = state.rules.draft else { return nil }
                return Question(
                    "Forget the draft of \(draft.name)?",
                    ["It has \(counts(state)). The policy in force stays as it is."],
                    yes: "forget it"
                )
            }
        ) { state, _ in
            guard let draft = state.rules.draft else { return [] }
            return [.ask(Ask(DiscardDraft(name: draft.name)) { .rules(.discarded($0, isUndo: false)) })]
        },
        Command("history", "history", keys: ["H"], help: "every policy that was applied; enter shows what it changed") {
            state,
            _ in
            state.resources.outdate(revisionsKey)
            state.cover(with: HistoryPane())
            return []
        },
        Command(
            "rollback",
            "roll back",
            arguments: [
                CommandArgument("revision") { state in revisions(state).map { String($0.revision) } },
                CommandArgument("comment", isRequired: false),
            ],
            role: .admin,
            danger: .confirm,
            help: "make an earlier policy current again, as a new revision, after a look at the difference"
        ) { state, words in
            guard let number = Int(words[0]), number > 0 else {
                state.say("\(words[0]) is no revision; :history lists them", .warning)
                return []
            }
            guard let current = revision(state), number != current else {
                state.say("revision \(number) is in force already", .info)
                return []
            }
            let comment = words.count > 1 ? words[1] : nil
            state.cover(
                with: DiffPane(.rollBack(to: number, comment: comment), .revisions(from: current, to: number))
            )
            return []
        },
    ]

    // MARK: The whole policy

    private static let wholePolicy: [Command] = [
        Command(
            "policy",
            "policy",
            keys: ["P"],
            role: .admin,
            help: "the whole policy in $EDITOR; what you save there becomes your draft",
            enabled: { .init(!$0.settings.restricted, else: "the editor is turned off (restricted = true)") },
            question: { state, _ in
                let hidden = state.rules.draft.map { PolicyEditing.hidden(in: $0.document) } ?? 0
                guard hidden > 0 else { return nil }
                return Question(
                    "Open the draft in the editor?",
                    [
                        "It has \(Words.count(hidden, "hidden or control character")), which go to the editor as they are."
                    ],
                    yes: "open it"
                )
            }
        ) { state, _ in PolicyEditing.begin(&state) },
        Command(
            "export",
            "export",
            keys: ["x"],
            arguments: [
                CommandArgument("format", isRequired: false) { _ in ["toml", "draft", "csv", "jsonl"] },
                CommandArgument("file", isRequired: false),
            ],
            help: "write the policy in force (toml), the draft, or the rules as shown (csv, jsonl) to a file of yours"
        ) { state, words in export(words, &state) },
    ]

    private static func export(_ words: [String], _ state: inout ConsoleState) -> [Effect] {
        let stamp = state.now.description.prefix(19).filter { $0 != ":" && $0 != "-" }
        let path = words.count > 1 ? words[1] : "\(state.directory)/gatehouse-policy-\(stamp).toml"
        switch words.first {
        case nil:
            state.open(.menu(ChoiceMenu("Export", exports)))
            return []
        case "toml": return [.ask(Ask(GetPolicy()) { .rules(.policyFetched(for: .export(path: path), $0)) })]
        case "draft":
            guard let draft = state.rules.draft else {
                state.say("there is no draft", .warning)
                return []
            }
            return [.write(path: path, contents: draft.document, what: "the draft, edition \(draft.edition),")]
        default: return Exporting.export(words, &state)
        }
    }

    private static let exports = [
        MenuItem("t", "policy in force", preview: "TOML") { export(["toml"], &$0) },
        MenuItem("d", "draft", preview: "TOML") { export(["draft"], &$0) },
        MenuItem("c", "CSV", preview: "one line a rule, header first") { export(["csv"], &$0) },
        MenuItem("j", "JSON lines", preview: "one object a rule") { export(["jsonl"], &$0) },
    ]
}
