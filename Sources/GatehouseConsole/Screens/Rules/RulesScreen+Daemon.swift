import ControlProtocol
import GatehouseModel
import TerminalUI

/// Requests of the Rules screen to the daemon, and their replies.
extension RulesScreen {
    /// The name of the shown draft: the user's own, unless another one was opened.
    static func draftName(_ state: ConsoleState) -> String? { state.rules.otherDraft ?? state.whoAmI?.user }

    static func reload(_ state: inout ConsoleState) -> [Effect] { [readRules] + readDraft(&state) }

    private static var readRules: Effect { .ask(Ask(ListRules()) { .rules(.rules($0)) }) }

    static func readDraft(_ state: inout ConsoleState) -> [Effect] {
        guard let name = draftName(state) else { return [] }
        return [.ask(Ask(GetDraft(name: name)) { .rules(.draft(name: name, $0)) })]
    }

    /// The comparisons are requested again whenever the draft or the policy changes.
    static func compare(_ state: inout ConsoleState) -> [Effect] {
        state.rules.rebuild()
        guard let draft = state.rules.draft, state.rules.currentComparison == nil else { return [] }
        let (name, edition, current) = (draft.name, draft.edition, draft.current)
        let request = DiffPolicy(.init(document: draft.document, base: draft.base))
        return [
            .ask(Ask(request) { .rules(.compared(name: name, edition: edition, current: current, $0)) })
        ]
    }

    static func entered(_ state: inout ConsoleState) -> [Effect] {
        state.rules.refreshAt = state.now + refreshPause
        return [readRules]
    }

    static let refreshPause = Duration.seconds(10)

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        switch event.body {
        case .policy(let revision): return heard(revision, &state)
        case .call(let call):
            guard state.screen == .rules, let rule = state.rules.selected?.rule,
                call.matched?.contains(rule.name) == true
            else { return [] }
            state.rules.refreshAt = min(state.rules.refreshAt ?? .distant, state.now + .seconds(1))
            return []
        default: return []
        }
    }

    /// A policy was applied.
    private static func heard(_ revision: PolicyRevisionSummary, _ state: inout ConsoleState) -> [Effect] {
        state.rules.revision = max(revision.revision, state.rules.revision ?? 0)
        state.resources.outdate(revisionsKey)
        guard var draft = state.rules.draft, draft.base < revision.revision else { return reload(&state) }
        draft.current = max(draft.current, revision.revision)
        state.rules.draft = draft
        if revision.user != state.whoAmI?.user || state.rules.otherDraft != nil {
            let comment = revision.comment.map { " \"\($0)\"" } ?? ""
            state.say(
                "\(revision.user) applied revision \(revision.revision)\(comment); the draft is based on \(draft.base): "
                    + ":diff shows both",
                .warning,
                for: .seconds(20)
            )
        }
        return reload(&state)
    }

    static func nextWake(_ state: ConsoleState) -> Timestamp? {
        let resting = state.screen == .rules ? state.rules.selectedAt.map { $0 + RuleForm.pause } : nil
        let refresh = state.screen == .rules ? state.rules.refreshAt : nil
        return [resting, refresh, state.rules.simulation?.pollAt].compactMap(\.self).filter { $0 > state.now }.min()
    }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        var effects = pollSimulation(&state)
        guard state.screen == .rules, state.connection.phase == .live, let refreshAt = state.rules.refreshAt,
            refreshAt <= state.now
        else { return effects }
        state.rules.refreshAt = state.now + refreshPause
        if let rule = state.rules.selected?.rule { state.resources.outdate(hitsKey(rule.name)) }
        effects.append(readRules)
        return effects
    }

    static func update(_ message: RulesMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .rules(let result): return read(result, &state)
        case .draft(let name, let result): return read(result, of: name, &state)
        case .changed(let what, let kind, let result): return changed(what, kind, result, &state)
        case .discarded(let result, let isUndo): return discarded(result, isUndo: isUndo, &state)
        case .compared(let name, let edition, let current, let result):
            return compared(name, edition, current, result, &state)
        case .simulation(let draft, let edition, let result): return heard(result, draft, edition, &state)
        case .applied(let edition, let result): return applied(edition, result, &state)
        case .rolledBack(let number, let result): return rolledBack(number, result, &state)
        case .policyFetched(let purpose, let result): return PolicyEditing.fetched(purpose, result, &state)
        case .policyReady(let path, let line): return [.editPolicy(path: path, line: line)]
        case .policyWritten(let path, let problem): return PolicyEditing.written(path, problem, &state)
        case .policyRead(let result): return PolicyEditing.read(result, &state)
        case .policyChecked(let result): return PolicyEditing.checked(result, &state)
        }
    }

    private static func read(
        _ result: Result<Page<RuleSummary>, ControlError>,
        _ state: inout ConsoleState
    )
        -> [Effect]
    {
        switch result {
        case .failure(let error):
            let why = error.problem?.detail ?? error.description
            // Reported once, not at every attempt.
            if state.screen == .rules, state.rules.failure != why { state.say("cannot read the rules: \(why)", .bad) }
            state.rules.failure = why
        case .success(let page):
            state.rules.inForce = page.items
            state.rules.isLoaded = true
            state.rules.failure = nil
            state.rules.rebuild()
        }
        return []
    }

    private static func read(
        _ result: Result<PolicyDraft, ControlError>,
        of name: String,
        _ state: inout ConsoleState
    )
        -> [Effect]
    {
        guard name == draftName(state) else { return [] }
        switch result {
        case .failure(let error) where error.problem?.kind == .notFound:
            state.rules.draft = nil
            guard state.rules.otherDraft == nil else {
                state.rules.otherDraft = nil
                state.say("\(name) has no draft", .info)
                return readDraft(&state)
            }
        case .failure(let error):
            if state.screen == .rules { state.say("cannot read the draft: \(error)", .bad) }
        case .success(let draft): state.rules.draft = draft
        }
        return compare(&state)
    }

    private static func compared(
        _ name: String,
        _ edition: Int,
        _ current: Int,
        _ result: Result<PolicyDiff, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        if case .success(let diff) = result {
            state.rules.comparison = .init(name: name, edition: edition, current: current, diff: diff)
            state.rules.rebuild()
        }
        return []
    }
}
