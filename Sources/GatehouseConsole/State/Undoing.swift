package import ControlProtocol
import GatehouseModel

/// An undo in progress, part by part.
package struct UndoRun: Sendable {
    var act: Act
    /// Decisions still to be undone, in portions that the daemon accepts.
    var portions: [[CallID]]
    /// The number of requests that wait again.
    var waiting = 0
    /// The reasons of requests that do not.
    var refusals: [String] = []
    /// Descriptions of the undone changes of lists.
    var words: [String] = []
    /// The number of keys that had been pressed when the undo was requested.
    let presses: Int
}

/// Replies to the requests of an undo.
package enum UndoMessage: Sendable {
    case decisions(UndoRun, Result<DecideReply, ControlError>)
    case change(UndoRun, ListsState.Change, Result<EntriesChanged, ControlError>)
}

/// `u`: undoes the user's newest act, all its parts together.
enum Undoing {
    static func command(footer: Int? = nil) -> Command {
        Command(
            "undo",
            "undo",
            keys: ["u"],
            role: .approver,
            footer: footer,
            help: "take back what you did last, again for what you did before: decisions for ten seconds, changes to "
                + "lists for a day (after ten seconds on Lists only)",
            enabled: availability
        ) { state, _ in start(&state) }
    }

    private static func availability(_ state: ConsoleState) -> Command.Availability {
        guard state.acts.next(on: state.screen, at: state.daemonTime) == nil else { return .yes }
        guard !state.acts.isUnused else { return .no("nothing was done in this session that can be taken back") }
        guard let change = state.acts.newestChange else {
            return .no("nothing can be taken back; the ten seconds are over")
        }
        return .no("the ten seconds are over; u on Lists takes back: \(change.what)")
    }

    private static func start(_ state: inout ConsoleState) -> [Effect] {
        let now = state.daemonTime
        guard var act = state.acts.next(on: state.screen, at: now) else { return [] }
        guard !act.isRunning else {
            act.isStopped = true
            act.isWantedBack = true
            state.acts[act.id] = act
            state.say("it is taken back as soon as the daemon has answered", .info)
            return []
        }
        state.acts[act.id] = nil
        state.say("taking back: \(act.what)", .info)
        let decided = act.hasDecisions(at: now) ? act.decided : []
        return next(UndoRun(act: act, portions: portions(decided), presses: state.presses), &state)
    }

    /// Undoes an act for which undo was requested while it was being sent.
    static func startWanted(_ id: Int, _ state: inout ConsoleState) -> [Effect] {
        guard let act = state.acts[id], act.isWantedBack, !act.isRunning else { return [] }
        state.acts[id] = nil
        guard !act.decided.isEmpty || !act.changes.isEmpty else { return [] }
        state.say("taking back: \(act.what)", .info)
        return next(UndoRun(act: act, portions: portions(act.decided), presses: state.presses), &state)
    }

    private static func portions(_ ids: [CallID]) -> [[CallID]] {
        stride(from: 0, to: ids.count, by: DecisionRun.portion).map {
            Array(ids[$0..<min($0 + DecisionRun.portion, ids.count)])
        }
    }

    private static func next(_ run: UndoRun, _ state: inout ConsoleState) -> [Effect] {
        if let portion = run.portions.first {
            return [.ask(Ask(UndoDecisions(ids: portion.map(\.description))) { .undo(.decisions(run, $0)) })]
        }
        // If no decision could be undone, the list entry stays too: the act remains as a whole.
        if let change = run.act.changes.last, run.waiting > 0 || run.refusals.isEmpty {
            let request = UndoListChange(name: change.list, change: change.number)
            return [.ask(Ask(request) { .undo(.change(run, change, $0)) })]
        }
        finish(run, &state)
        return []
    }

    static func update(_ message: UndoMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .decisions(let run, .failure(let error)): return failed(run, error, &state)
        case .decisions(var run, .success(let reply)):
            for approval in reply.results.compactMap(\.approval) {
                state.approvals.put(approval)
                state.resources.outdate("approval/\(approval.id)")
            }
            let isFirst = run.waiting == 0 && run.refusals.isEmpty
            run.waiting += reply.results.count { $0.problem == nil }
            run.refusals += reply.results.compactMap { $0.problem?.detail }
            let asked = Set(run.portions[0])
            if isFirst, let id = run.portions[0].first { showAgain(id, run, &state) }
            run.portions.removeFirst()
            run.act.decided.removeAll { asked.contains($0) }
            if !run.portions.isEmpty {
                state.tell("\(Words.count(run.waiting)) taken back, \(Words.count(run.act.decided.count)) to go")
            }
            return next(run, &state)
        case .change(var run, let change, .failure(let error)):
            guard case .problem(let problem) = error else { return failed(run, error, &state) }
            run.act.changes.removeLast()
            run.words.append("but \(change.list) keeps what was changed: \(problem.detail); d on Lists removes it")
            return next(run, &state)
        case .change(var run, let change, .success(let reply)):
            run.act.changes.removeLast()
            ListsScreen.take(reply, &state)
            let what = words(reply, change)
            run.words.append(run.act.decided.isEmpty && run.waiting == 0 ? change.what : what)
            return next(run, &state)
        }
    }

    /// What the undo of a change did to the list.
    private static func words(_ reply: EntriesChanged, _ change: ListsState.Change) -> String {
        let names = (reply.removed + reply.added + reply.updated).map(\.entry)
        guard names.count == 1 else { return "\(change.list) is as it was" }
        return reply.removed.isEmpty
            ? "\(names[0]) in \(change.list) is as it was" : "\(names[0]) is no longer in \(change.list)"
    }

    /// Selects the request that waits again, unless the user has pressed a key meanwhile.
    private static func showAgain(_ id: CallID, _ run: UndoRun, _ state: inout ConsoleState) {
        state.approvals.sort()
        guard state.presses == run.presses, run.waiting > 0, state.screen == .approvals else { return }
        state.approvals.moved(to: id, height: ApprovalsScreen.rowsHeight(state))
    }

    /// Parts that were not undone are put back, so that `u` tries again.
    private static func failed(_ run: UndoRun, _ error: ControlError, _ state: inout ConsoleState) -> [Effect] {
        let why = error.problem?.detail ?? error.description
        state.acts.put(back: run.act)
        state.say("not taken back, u tries again: \(why)", .warning, for: .seconds(10))
        return []
    }

    private static func finish(_ run: UndoRun, _ state: inout ConsoleState) {
        // A change that stays can be undone on its own later.
        if !run.act.changes.isEmpty {
            var rest = run.act
            rest.decided = []
            rest.what = rest.changes.map(\.what).joined(separator: ", ")
            state.acts.put(back: rest)
        }
        let rest = run.act.changes.map { "; \($0.what): u on Lists takes that back" }.joined()
        guard let refusal = run.refusals.first else {
            let explanation =
                run.waiting > 1
                ? ["\(Words.count(run.waiting, "request")) wait again"] : run.waiting == 1 ? ["it waits again"] : []
            let stays =
                run.waiting == 0 && !run.act.decided.isEmpty ? "; the decision stays, its ten seconds are over" : ""
            return state.say(
                "taken back" + (explanation.isEmpty ? ": " : "; ") + (explanation + run.words).joined(separator: "; ")
                    + stays,
                run.words.contains { $0.hasPrefix("but ") } ? .warning : .good
            )
        }
        let more = run.refusals.count > 1 ? " (and \(run.refusals.count - 1) more)" : ""
        let waiting = run.waiting > 0 ? "\(Words.count(run.waiting, "request")) taken back; others were " : ""
        let words = run.words.map { "; \($0)" }.joined()
        state.say(waiting + "not taken back: \(refusal)" + more + words + rest, .warning, for: .seconds(10))
    }
}
