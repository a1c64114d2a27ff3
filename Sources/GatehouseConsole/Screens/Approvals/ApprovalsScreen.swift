import ControlProtocol
import GatehouseModel
import TerminalUI

/// The approval requests.
enum ApprovalsScreen: MarkingScreen, FilteringScreen, ColumnScreen, SortingScreen, FollowingScreen {
    static let title = "Approvals"
    static let digit = 2
    static let defaultShare = 45
    static let pageSize = 500

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int { state.approvals.rows.count }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        state.approvals.selection.index(in: ApprovalRows(state.approvals))
    }

    /// Decided rows leave the list when the cursor moves on.
    static func select(at index: Int, _ state: inout ConsoleState) {
        guard count(state) > 0 else { return }
        let id = state.approvals.rows[min(max(0, index), count(state) - 1)].id
        state.approvals.selection.select(id, in: ApprovalRows(state.approvals), height: rowsHeight(state))
        sweep(&state)
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.approvals.selection.topIndex(in: ApprovalRows(state.approvals), height: rowsHeight(state))
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        ApprovalRows(state.approvals).text(at: index)
    }

    static func settle(_ state: inout ConsoleState) {
        state.approvals.selection.reconcile(with: ApprovalRows(state.approvals), height: rowsHeight(state))
    }

    static func toggleMark(_ state: inout ConsoleState) {
        let rows = ApprovalRows(state.approvals)
        state.approvals.selection.toggleMark(in: rows)
        state.approvals.selection.move(by: 1, in: rows, height: rowsHeight(state))
    }

    static func toggleRange(_ state: inout ConsoleState) {
        state.approvals.selection.toggleRange(in: ApprovalRows(state.approvals))
    }

    static func clearMarks(_ state: inout ConsoleState) { state.approvals.selection.clearMarks() }

    /// Removes decided rows.
    static func sweep(_ state: inout ConsoleState) {
        state.approvals.sweep(keeping: state.acts.requests(at: state.daemonTime))
    }

    static func leave(_ state: inout ConsoleState) -> [Effect]? { stop(&state) ? [] : nil }

    /// The commands that apply to the selected or marked requests.
    private static let aimed: Set = ["approve", "deny", "take", "comment", "snooze", "list-this"]

    static func misaimed(_ command: Command, _ state: inout ConsoleState) -> String? {
        guard aimed.contains(command.name) else {
            state.aim.settle()
            return nil
        }
        guard !state.aim.mayDecide(at: state.now) else { return nil }
        let who = state.approvals.selected.map { state.shown($0.email) } ?? "another request"
        return "\(who) has just come under the cursor: nothing was done; press the key again if you mean it"
    }

    /// The marked requests that still wait; if there are none, the selected one.
    static func targets(_ state: ConsoleState) -> [Approval] {
        let marks = state.approvals.selection.marks
        let marked = marks.isEmpty ? [] : state.approvals.rows.filter { marks.contains($0.id) }
        let chosen = marked.isEmpty ? [state.approvals.selected].compactMap(\.self) : marked
        return Array(
            chosen.lazy.filter { $0.state == .pending && state.approvals.sending[$0.id] == nil }.prefix(matchLimit)
        )
    }

    // MARK: The daemon

    static func entered(_ state: inout ConsoleState) -> [Effect] {
        sweep(&state)
        return []
    }

    static func reload(_ state: inout ConsoleState) -> [Effect] {
        let filter = state.panes[.approvals]?.filter.active
        state.approvals.query = filter.flatMap { try? Query($0, for: Approval.self, now: state.daemonTime) }
        // The cursor of the next page belonged to the previous request.
        state.approvals.next = nil
        state.approvals.isReadingMore = false
        if state.isHandlingKey {
            state.approvals.gathering = nil
            state.approvals.expectsList = true
        }
        sweep(&state)
        return [ask(state, cursor: nil)]
    }

    private static func ask(_ state: ConsoleState, cursor: String?) -> Effect {
        let shows = state.approvals.shows
        let filter = state.approvals.query?.text
        let request = ListApprovals(state: shows, filter: filter, limit: pageSize, cursor: cursor)
        return .ask(
            Ask(request) { .approvals(.listed(shows: shows, filter: filter, isMore: cursor != nil, $0)) }
        )
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        guard state.connection.phase == .live, let next = state.approvals.next, !state.approvals.isReadingMore,
            state.approvals.gathering != nil
                || count(state) - (selectedIndex(state) ?? 0) < rowsHeight(state) * 2,
            count(state) < mostRows
        else { return [] }
        state.approvals.isReadingMore = true
        return [ask(state, cursor: next)]
    }

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        guard case .approval(let approval) = event.body else { return [] }
        let before = state.approvals.row(approval.id)
        // A request that changes, or is asked again, is no longer snoozed.
        state.approvals.snoozed[approval.id] = nil
        state.approvals.put(approval)
        // Requests that others decide lose their marks: marks show what a decision would apply to.
        if approval.state != .pending, state.approvals.sending[approval.id] == nil {
            state.approvals.selection.marks.remove(approval.id)
        }
        noteDecision(approval, before: before, &state)
        return []
    }

    /// Says what somebody else decided, if it was on the screen.
    private static func noteDecision(_ approval: Approval, before: Approval?, _ state: inout ConsoleState) {
        guard let before, before.state == .pending, approval.state != .pending,
            state.approvals.sending[approval.id] == nil,
            !state.acts.requests(at: state.daemonTime).contains(approval.id)
        else { return }
        let who = approval.decidedBy ?? "gatehoused"
        state.say("\(who) \(approval.state.rawValue) \(state.shown(approval.email))", .info)
    }

    static func update(_ message: ApprovalsMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .listed(let shows, let filter, let isMore, let result):
            guard shows == state.approvals.shows, filter == state.approvals.query?.text else { return [] }
            listed(result, isMore: isMore, &state)
        case .decided(let run, let result): return decided(run, result, &state)
        case .taken(let id, let result): taken(id, result, &state)
        case .commented(let id, let result): commented(id, result, &state)
        case .matched(let matching, let result): return matched(matching, result, &state)
        }
        return []
    }

    private static func listed(
        _ result: Result<Page<Approval>, ControlError>,
        isMore: Bool,
        _ state: inout ConsoleState
    ) {
        state.approvals.isReadingMore = false
        switch result {
        case .failure(let error):
            state.approvals.gathering = nil
            state.say("cannot read the approvals: \(error)", .bad)
        case .success(let page):
            let known = Dictionary(state.approvals.rows.map { ($0.id, $0) }) { first, _ in first }
            let read = page.items.map { item in
                known[item.id].map { $0.revision > item.revision ? $0 : item } ?? item
            }.filter { state.approvals.snoozed[$0.id] == nil || $0.state != .pending }
            let ids = Set(read.map(\.id))
            let kept = isMore ? state.approvals.rows : state.approvals.rows.filter { !state.approvals.belongs($0) }
            state.approvals.rows = kept.filter { !ids.contains($0.id) } + read
            state.approvals.sort()
            state.approvals.next = page.next
            state.approvals.isLoaded = true
            if !isMore {
                state.approvals.isMoving = state.approvals.expectsList
                state.approvals.expectsList = false
            }
            finishGathering(&state)
        }
    }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        wake(&state)
    }

    static func nextWake(_ state: ConsoleState) -> Timestamp? { state.approvals.snoozed.values.min() }

    // MARK: Filter

    static let filterHint = "email:*@*.example queue: issuer: asks:>1 asked:list:* since:1d"

    static func filterFields(_ state: ConsoleState) -> QueryFields { Approval.queryFields }

    static func filterProblem(_ text: String) -> String? {
        do throws(QueryError) {
            _ = try Query(text, for: Approval.self, now: Timestamp(milliseconds: 0))
            return nil
        } catch { return error.description }
    }

    // MARK: Details

    static func wanted(_ state: ConsoleState) -> [Wanted] {
        guard let approval = state.approvals.selected else { return [] }
        let key = "approval/\(approval.id)"
        var wanted = [Wanted(key, GetApproval(id: approval.id.description)) { .approval($0) }]
        if state.pane.tab == 2, let email = approval.email {
            let filter = "email:\"\(email.filter { $0 != "\"" && $0 != "\\" })\""
            wanted.append(
                Wanted("calls-of/\(approval.id)", ListCalls(filter: filter, limit: 50)) { .calls($0.items) }
            )
        }
        if state.pane.tab == 0 || state.pane.tab == 4,
            case .approval(let detail) = state.resources.value(key), let call = detail.call
        {
            wanted.append(Wanted("call/\(call)", GetCall(id: call.description)) { .call($0) })
        }
        return wanted
    }

    // MARK: Copying and exporting

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        guard let approval = state.approvals.selected else { return [] }
        return [
            MenuItem.copy("c", "code", approval.code.description),
            MenuItem.copy("i", "id", approval.id.description),
            MenuItem.copy("e", "address", approval.email),
            MenuItem.copy("d", "domain", Words.domain(approval.email)),
            MenuItem.copy("l", "link for the CLI", "gatehouse approvals show \(approval.code)"),
        ].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        let marks = state.approvals.selection.marks
        let rows = state.approvals.rows.filter { marks.isEmpty || marks.contains($0.id) }
        return [
            [
                "created", "code", "queue", "state", "email", "name", "issuer", "asks", "asked_by", "taken_by",
                "decided_by",
            ]
        ]
            + rows.map { row in
                [
                    row.created.description, row.code.description, row.queue, row.state.rawValue,
                    state.shown(row.email),
                    row.displayName ?? "", row.issuer ?? "", String(row.asks), row.askedBy.rawValue, row.takenBy ?? "",
                    row.decidedBy ?? "",
                ]
            }
    }
}
