import TerminalUI
import ControlProtocol
import GatehouseModel

extension ApprovalsScreen {
    /// Sends one decision on some requests, with the revisions that were on the screen.
    static func decide(
        _ targets: [Approval],
        _ verdict: DecideApprovals.Verdict,
        reason: String? = nil,
        message: String? = nil,
        act: [CallID]? = nil,
        _ state: inout ConsoleState
    ) -> [Effect] {
        guard !targets.isEmpty else { return [] }
        let ids = targets.map(\.id)
        for id in ids { state.approvals.sending[id] = verdict }
        state.approvals.selection.marks.subtract(ids)
        if ids.count == 1 { selectNextWaiting(&state) }
        return stride(from: 0, to: targets.count, by: 500).map { start in
            let part = targets[start..<min(start + 500, targets.count)]
            let items = part.map { DecideApprovals.Body.Item(id: $0.id.description, revision: $0.revision) }
            let request = DecideApprovals(.init(items: items, verdict: verdict, reason: reason, message: message))
            let partIDs = part.map(\.id)
            let act = act ?? ids
            return .ask(Ask(request) { .approvals(.decided(partIDs, verdict, act: act, $0)) })
        }
    }

    static func decided(
        _ ids: [CallID],
        _ verdict: DecideApprovals.Verdict,
        act: [CallID],
        _ result: Result<DecideReply, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        for id in ids { state.approvals.sending[id] = nil }
        switch result {
        case .failure(.problem(let problem)):
            state.say("nothing was decided: \(problem.detail)", .warning)
        case .failure(let error):
            state.say("it is not known whether that was decided: \(error); reading it again", .bad)
            return reload(&state)
        case .success(let reply):
            if verdict == .deny { state.approvals.unsent = nil }
            settle(reply, verdict, act: act, &state)
        }
        return []
    }

    /// What became of each request: done, or a fact about who was quicker.
    private static func settle(
        _ reply: DecideReply,
        _ verdict: DecideApprovals.Verdict,
        act: [CallID],
        _ state: inout ConsoleState
    ) {
        for approval in reply.results.compactMap(\.approval) {
            state.approvals.put(approval)
            state.resources.outdate("approval/\(approval.id)")
        }
        let done = reply.results.filter { $0.problem == nil }.compactMap(\.approval)
        let failed = reply.results.filter { $0.problem != nil }
        let word = verdict == .approve ? "approved" : "denied"
        if !done.isEmpty { offerUndo(done, word, act: act, until: reply.undoUntil, &state) }
        guard let first = failed.first, let problem = first.problem else { return }
        let more = failed.count > 1 ? " (and \(failed.count - 1) more)" : ""
        state.say(fact(first, problem, state) + more, .warning, for: .seconds(10))
    }

    /// Says what was done and until when it can be taken back; the parts of one act are taken back together.
    private static func offerUndo(
        _ done: [Approval],
        _ word: String,
        act: [CallID],
        until: Timestamp?,
        _ state: inout ConsoleState
    ) {
        let earlier = state.approvals.undo.flatMap { $0.act == act ? $0.ids : nil } ?? []
        let ids = earlier + done.map(\.id)
        let what =
            ids.count == 1 ? "\(word) \(state.shown(done[0].email))" : "\(word) \(Words.count(ids.count, "request"))"
        state.log.add(what, tone: .good, at: state.now)
        state.notice = nil
        guard let until, until > state.daemonTime else { return state.say(what, .good) }
        state.approvals.undo = .init(ids: ids, until: until, what: what, act: act)
    }

    /// A conflict as what happened, not as an error.
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

    /// Takes back what was decided in the last seconds.
    static func undo(_ state: inout ConsoleState) -> [Effect] {
        guard let undo = state.approvals.undo else { return [] }
        state.approvals.undo = nil
        state.say("taking back: \(undo.what)", .info)
        return [
            .ask(Ask(UndoDecisions(ids: undo.ids.map(\.description))) { .approvals(.undone(undo.ids, $0)) })
        ]
    }

    static func undone(_ ids: [CallID], _ result: Result<DecideReply, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .failure(let error): state.say("not taken back: \(error.problem?.detail ?? error.description)", .warning)
        case .success(let reply):
            for approval in reply.results.compactMap(\.approval) { state.approvals.put(approval) }
            state.approvals.sort()
            let failed = reply.results.compactMap(\.problem)
            if let first = failed.first {
                state.say("not taken back: \(first.detail)", .warning)
            } else {
                state.say("taken back; \(ids.count == 1 ? "it waits" : "they wait") again", .good)
            }
            if let first = ids.first {
                state.approvals.selection.select(first, in: ApprovalRows(state.approvals), height: rowsHeight(state))
            }
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

    /// Selects the next request that waits and is not being decided, further down first.
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
