import ControlProtocol
import GatehouseModel
import TerminalUI

/// Grouping and marking apply to every request of the list, so the rest of the list is loaded first.
extension ApprovalsScreen {
    /// The maximum number of requests loaded into the list.
    static let mostRows = 10_000

    static func toggleGroups(_ state: inout ConsoleState) -> [Effect] {
        state.approvals.isGrouped.toggle()
        state.approvals.sort()
        guard state.approvals.isGrouped else {
            state.approvals.gathering = nil
            state.say("oldest first", .info)
            return []
        }
        state.approvals.gathering = .group
        finishGathering(&state)
        return []
    }

    static func markGroup(_ state: inout ConsoleState) -> [Effect] {
        guard let selected = state.approvals.selected else { return [] }
        state.approvals.gathering = .mark(ApprovalsState.group(selected))
        finishGathering(&state)
        return []
    }

    /// Completes the grouping or marking once all requests are loaded; until then, shows the progress.
    static func finishGathering(_ state: inout ConsoleState) {
        guard let goal = state.approvals.gathering else { return }
        let read = state.approvals.rows.count
        let isWhole = state.approvals.next == nil
        guard isWhole || read >= mostRows else {
            let all = state.approvals.query == nil ? state.status?.pendingApprovals : nil
            let part = all.map { "\(Words.count(read)) of \(Words.count(max($0, read)))" } ?? Words.count(read)
            state.tell("reading all requests: \(part); esc stops")
            return
        }
        state.approvals.gathering = nil
        let limit = isWhole ? "" : " of the first \(Words.count(read)); f narrows the list"
        switch goal {
        case .group: state.say("grouped by domain\(limit); V marks a group", .info)
        case .mark(let group): mark(group, limit, &state)
        }
    }

    private static func mark(_ group: String, _ limit: String, _ state: inout ConsoleState) {
        let ids = state.approvals.rows.filter { $0.state == .pending && ApprovalsState.group($0) == group }.map(\.id)
        state.approvals.selection.marks.formUnion(ids)
        state.say("\(Words.count(ids.count, "request")) of \(group) marked\(limit)", .info)
    }

    /// For `esc` and ^C: stops loading, or a decision on many that is being sent. False if there is nothing to stop.
    static func stop(_ state: inout ConsoleState) -> Bool {
        if let goal = state.approvals.gathering {
            state.approvals.gathering = nil
            state.approvals.isGrouped = state.approvals.isGrouped && goal != .group
            state.approvals.sort()
            state.say(
                "stopped; \(Words.count(state.approvals.rows.count, "request")) were read, nothing was marked",
                .info
            )
            return true
        }
        guard var act = state.acts.list.last(where: { $0.isLong && $0.isRunning && !$0.isStopped }) else {
            return false
        }
        act.isStopped = true
        state.acts[act.id] = act
        state.say("stopping; what is decided stays, and u takes it back", .info)
        return true
    }

    /// If the only marked request is not under the cursor, goes there first, so that the user sees it.
    static func showLoneMark(_ targets: [Approval], _ state: inout ConsoleState) -> Bool {
        guard targets.count == 1, let target = targets.first, target.id != state.approvals.selected?.id else {
            return false
        }
        state.approvals.selection.select(target.id, in: ApprovalRows(state.approvals), height: rowsHeight(state))
        state.say("this is the only marked request that waits; press the key again to decide it", .info)
        return true
    }
}
