import TerminalUI
import ControlProtocol
import GatehouseModel

extension ApprovalsScreen {
    /// Decides requests in the revisions on the screen, as one act.
    ///
    /// The cursor stays until the daemon has answered, because after a refusal it must not be on another request.
    static func decide(
        _ targets: [Approval],
        _ verdict: DecideApprovals.Verdict,
        reason: String? = nil,
        message: String? = nil,
        and addition: DecisionRun.Addition? = nil,
        _ state: inout ConsoleState
    ) -> [Effect] {
        guard !targets.isEmpty else { return [] }
        let act = state.acts.begin("", at: state.daemonTime)
        let run = DecisionRun(act: act, targets, verdict, reason: reason, message: message, addition: addition)
        let isLong = run.parts.count > 1
        state.acts[act]?.isLong = isLong
        for id in run.ids { state.approvals.sending[id] = verdict }
        state.approvals.selection.marks.subtract(run.ids)
        if targets.count > 1 {
            let count = Words.count(targets.count, "request")
            state.tell("\(verdict == .approve ? "approving" : "denying") \(count)…\(isLong ? " esc stops" : "")")
        }
        return send(run)
    }

    private static func send(_ run: DecisionRun) -> [Effect] {
        run.parts.first.map { part in [.ask(Ask(DecideApprovals(part.body)) { .approvals(.decided(run, $0)) })] } ?? []
    }

    static func decided(
        _ run: DecisionRun,
        _ result: Result<DecideReply, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        var run = run
        let sent = run.parts.first?.ids ?? []
        for id in sent { state.approvals.sending[id] = nil }
        switch result {
        case .failure(.problem(let problem)):
            let before = run.done.isEmpty ? "nothing was decided" : "the rest was not decided"
            run.parts = []
            return finish(run, "\(before): \(problem.detail)", &state)
        case .failure(let error):
            // The requests may have been decided, so undo is possible.
            state.acts[run.act]?.decided += sent
            run.parts = []
            let effects = finish(run, "it is not known whether that was decided: \(error); reading it again", &state)
            return effects + reload(&state)
        case .success(let reply):
            for approval in reply.results.compactMap(\.approval) {
                state.approvals.put(approval)
                state.resources.outdate("approval/\(approval.id)")
            }
            let done = reply.results.filter { $0.problem == nil }.compactMap(\.approval)
            run.done += done
            run.failed += reply.results.filter { $0.problem != nil }
            run.parts.removeFirst()
            state.acts[run.act]?.decided += done.map(\.id)
            if let until = reply.undoUntil, run.done.count == done.count { state.acts[run.act]?.until = until }
            let isStopped = state.acts[run.act]?.isStopped ?? true
            guard !run.parts.isEmpty, !isStopped else { return finish(run, nil, &state) }
            state.tell("\(Words.count(run.done.count)) of \(Words.count(run.ids.count)) \(run.word); esc stops")
            return send(run)
        }
    }

    /// Reports the results when all parts are answered or no more are sent, and offers undo.
    private static func finish(_ run: DecisionRun, _ problem: String?, _ state: inout ConsoleState) -> [Effect] {
        for id in run.ids { state.approvals.sending[id] = nil }
        if run.ids.count == 1, !run.done.isEmpty, state.screen == .approvals,
            state.approvals.selection.selected == run.ids.first
        {
            selectNextWaiting(&state)
            state.approvals.isMoving = true
        }
        markAgain(run, &state)
        guard var act = state.acts[run.act] else { return [] }
        act.what = what(run, act, state)
        act.isRunning = run.addition != nil && !run.done.isEmpty
        state.acts[run.act] = act.decided.isEmpty ? nil : act
        if !run.done.isEmpty {
            if run.verdict == .deny { state.approvals.unsent = nil }
            state.log.add(act.what, tone: .good, at: state.now)
            state.notice = nil
            if act.until <= state.daemonTime { state.say(act.what, .good) }
        }
        tellRest(run, problem, &state)
        if act.isRunning, !act.isWantedBack, let addition = run.addition {
            return [ListsScreen.add(addition.draft, to: addition.list, act: act.id)]
        }
        state.acts[run.act]?.isRunning = false
        return Undoing.startWanted(run.act, &state)
    }

    private static func what(_ run: DecisionRun, _ act: Act, _ state: ConsoleState) -> String {
        let count = act.decided.count
        let first = run.done.first ?? act.decided.first.flatMap { state.approvals.row($0) }
        // Some parts got no answer.
        let word = (run.done.count < count ? "perhaps " : "") + run.word
        return count == 1 ? "\(word) \(state.shown(first?.email))" : "\(word) \(Words.count(count, "request"))"
    }

    /// After a decision on many, the refused requests stay marked.
    private static func markAgain(_ run: DecisionRun, _ state: inout ConsoleState) {
        guard run.ids.count > 1 else { return }
        let left = Set(run.ids).subtracting(run.done.map(\.id))
        for row in state.approvals.rows where row.state == .pending && left.contains(row.id) {
            state.approvals.selection.marks.insert(row.id)
        }
    }

    /// Says what was not done, and why.
    private static func tellRest(_ run: DecisionRun, _ problem: String?, _ state: inout ConsoleState) {
        let begin = run.done.isEmpty ? "" : "\(Words.count(run.done.count, "request")) \(run.word); "
        if let problem { return state.say(begin + problem, .warning, for: .seconds(10)) }
        let unsent = run.parts.reduce(0) { $0 + $1.ids.count }
        let stopped = unsent > 0 ? "\(begin)stopped, \(Words.count(unsent)) were not sent" : nil
        guard let first = run.failed.first, let refusal = first.problem else {
            if let stopped { state.say(stopped, .info) }
            return
        }
        let more = run.failed.count > 1 ? " (and \(run.failed.count - 1) more)" : ""
        state.say(
            (run.done.isEmpty ? "" : stopped.map { $0 + "; " } ?? begin) + fact(first, refusal, state) + more,
            .warning,
            for: .seconds(10)
        )
    }

    /// Words a conflict as a fact, not as an error.
    private static func fact(_ result: DecideReply.Result, _ problem: Problem, _ state: ConsoleState) -> String {
        guard let approval = result.approval else { return problem.detail }
        let who = state.shown(approval.email)
        switch problem.kind {
        case .alreadyDecided:
            let when = approval.decidedAt.map { " \(Words.age(state.daemonTime.since($0))) ago" } ?? ""
            return
                "\(approval.decidedBy ?? "somebody") \(approval.state.rawValue) \(who)\(when); your decision changed nothing"
        case .takenByAnother: return "\(approval.takenBy ?? "somebody") has taken \(who); nothing was decided"
        case .revisionMismatch: return "\(who) changed since you read it; look again, nothing was decided"
        default: return problem.detail
        }
    }

    static func taken(_ id: CallID, _ result: Result<Approval, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .success(let approval):
            state.approvals.put(approval)
            let name = state.shown(approval.email)
            state.say(
                approval.takenBy == nil ? "given back: \(name)" : "you have taken \(name) for five minutes",
                .good
            )
        case .failure(let error): state.say(error.problem?.detail ?? error.description, .warning)
        }
    }

    static func comment(_ text: String, on id: CallID, _ state: inout ConsoleState) -> [Effect] {
        guard !text.isEmpty else { return [] }
        return [.ask(Ask(CommentApproval(id: id.description, text: text)) { .approvals(.commented(id, $0)) })]
    }

    static func commented(_ id: CallID, _ result: Result<ApprovalDetail, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .success(let detail):
            state.resources.finish("approval/\(id)", .success(.approval(detail)))
            state.approvals.put(detail.approval)
            state.say("comment added", .good)
        case .failure(let error): state.say("the comment was not added: \(error); c and ↑ bring it back", .bad)
        }
    }

    /// Selects the next waiting request that is not being decided; rows below come first.
    static func selectNextWaiting(_ state: inout ConsoleState, step: Int = 1) {
        let rows = state.approvals.rows
        guard !rows.isEmpty, let here = selectedIndex(state) else { return }
        let sending = state.approvals.sending
        let isWaiting = { (index: Int) in rows[index].state == .pending && sending[rows[index].id] == nil }
        let after = Array(step > 0 ? here + 1..<rows.count : 0..<here)
        let before = Array(step > 0 ? 0..<here : here + 1..<rows.count)
        let next =
            step > 0
            ? after.first(where: isWaiting) ?? before.last(where: isWaiting)
            : after.last(where: isWaiting) ?? before.first(where: isWaiting)
        guard let next else { return }
        state.approvals.selection.select(rows[next].id, in: ApprovalRows(state.approvals), height: rowsHeight(state))
        state.pane.scroll = 0
    }
}
