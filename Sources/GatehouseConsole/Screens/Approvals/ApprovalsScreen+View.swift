import ControlProtocol
import GatehouseModel
import TerminalUI

extension ApprovalsScreen {
    static func badge(_ state: ConsoleState) -> String? {
        guard let waiting = state.status?.pendingApprovals, waiting > 0 else { return nil }
        return Words.count(waiting)
    }

    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        let rows = state.approvals.rows
        let waiting = rows.count { $0.state == .pending }
        let taken = rows.count { $0.state == .pending && $0.takenBy != nil }
        var left = "Approvals"
        if let shows = state.approvals.shows, shows != .pending {
            left += "  \(shows.rawValue)"
        } else {
            left += "  \(waitingCount(waiting, state)) waiting"
            if taken > 0 { left += " · \(taken) taken" }
            let snoozed = state.approvals.snoozed.count
            if snoozed > 0 { left += " · \(snoozed) snoozed" }
        }
        let queues = Set(rows.map(\.queue))
        var right = queues.count == 1 ? "queue \(queues.first ?? "") · " : ""
        right +=
            state.approvals.order.map { "by \($0.column)" }
            ?? (state.approvals.isGrouped
                ? "by domain" : state.approvals.shows == .pending ? "oldest first" : "newest first")
        if let filter = state.panes[.approvals]?.filter.active { right += " · filter \(filter)" }
        if let old = state.staleness { right = "STALE \(Words.age(old)) · " + right }
        return PaneTitle(left, right: right, alarm: state.staleness == nil ? nil : "STALE")
    }

    /// The number of waiting requests: those in the list, or the daemon's count until all are loaded.
    private static func waitingCount(_ listed: Int, _ state: ConsoleState) -> String {
        guard state.approvals.next != nil else { return Words.count(listed) }
        guard state.approvals.query == nil, let all = state.status?.pendingApprovals, all > listed else {
            return Words.count(listed) + "+"
        }
        return Words.count(all)
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        guard let approval = state.approvals.selected else { return "nothing selected" }
        return approval.displayName.flatMap { $0.isEmpty ? nil : $0 } ?? state.shown(approval.email)
    }

    static func tabs(_ state: ConsoleState) -> [String] {
        var earlier = "Earlier"
        if case .approval(let detail) = state.approvals.selected.flatMap({ state.resources.value("approval/\($0.id)") }),
            !detail.earlier.isEmpty
        {
            earlier += " \(detail.earlier.count)"
        }
        return ["Who", "Claims", "Calls", earlier, "Why"]
    }

    static func position(_ state: ConsoleState) -> String {
        place(state, hasMore: state.approvals.next != nil)
            + markNote(state.approvals.selection, always: count(state) > 0 && state.size.width >= 100)
    }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard count(state) > 0 else { return Empty.draw(emptyLines(state), in: area, on: &frame) }
        var rows = ApprovalRows(state.approvals)
        rows.isMasked = state.isMasked
        rows.now = state.daemonTime
        rows.overdueAfter = state.settings.overdueAfter
        rows.wide = area.width >= 110
        rows.search = state.pane.search.term.lowercased()
        let columns = shownColumns(state, width: area.width)
        Table(columns: columns, sort: state.pane.sort, isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.approvals.selection, in: area, of: &frame)
    }

    static func columns(width: Int) -> [Column] { width >= 110 ? wideColumns : columns }

    static let sortable = ["age", "applicant", "from", "name", "asks", "why", "by"]

    static func sort(by order: Table.Sort?, _ state: inout ConsoleState) -> [Effect] {
        state.approvals.order = order
        state.approvals.sort()
        return []
    }

    private static let columns = [
        Column("age", title: "AGE", minimum: 6, ideal: 6, alignment: .right),
        Column("applicant", title: "APPLICANT", minimum: 14, ideal: 25, weight: 3, truncation: .addressDomain),
        Column("from", title: "FROM", minimum: 8, ideal: 8, dropPriority: 4),
        Column("name", title: "NAME", minimum: 10, ideal: 12, weight: 2, dropPriority: 2),
        Column("asks", title: "ASKS", minimum: 4, ideal: 4, dropPriority: 3),
        Column("why", title: "WHY", minimum: 7, ideal: 7, dropPriority: 5),
        Column("by", title: "BY", minimum: 7, ideal: 7, weight: 1),
    ]

    private static let wideColumns = [
        Column("age", title: "AGE", minimum: 6, ideal: 6, alignment: .right),
        Column("applicant", title: "APPLICANT", minimum: 20, ideal: 32, weight: 3, truncation: .addressDomain),
        Column("from", title: "FROM", minimum: 8, ideal: 9),
        Column("name", title: "NAME", minimum: 12, ideal: 20, weight: 2),
        Column("code", title: "CODE", minimum: 9, ideal: 9),
        Column("asks", title: "ASKS", minimum: 4, ideal: 4),
        Column("why", title: "WHY", minimum: 8, ideal: 14, weight: 1),
        Column("by", title: "TAKEN", minimum: 8, ideal: 10, weight: 1),
    ]

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        guard state.approvals.isLoaded else {
            return Empty.unread(state)
        }
        if state.approvals.query != nil {
            return ["No request matches the filter.", "^X turns it off for a moment, f changes it."]
        }
        if state.approvals.shows != .pending { return ["Nothing here.", ":show pending lists what waits."] }
        return [
            "Nobody waits.",
            "Requests appear here when an endpoint asks: 1 shows the calls,",
            ":show denied and :show approved list what was decided.",
        ]
    }

    // MARK: Detail

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        guard let approval = state.approvals.selected else { return [] }
        let key = "approval/\(approval.id)"
        if case .failed(let error) = state.resources[key] { return [Line("\(error.description)", .error)] }
        guard case .approval(let detail) = state.resources.value(key) else {
            return WhoLines.head(approval, claims: nil, width: width, state) + [Line("reading…", .dim)]
        }
        switch state.pane.tab {
        case 1: return ClaimsLines.lines(detail.claims, kept: true, state)
        case 2: return calls(approval, state)
        case 3: return EarlierLines.lines(detail, state)
        case 4: return why(detail, state)
        default: return WhoLines.lines(approval, detail, width: width, state)
        }
    }

    private static func calls(_ approval: Approval, _ state: ConsoleState) -> [Line] {
        guard case .calls(let calls) = state.resources.value("calls-of/\(approval.id)") else {
            return [Line("reading…", .dim)]
        }
        guard !calls.isEmpty else { return [Line("No call of this address is kept.", .hint)] }
        return calls.map { call in
            let cell = TrafficCell(call: call, isMasked: true)
            return [
                Span(SafeText(Words.moment(call.time, now: state.daemonTime)).fitted(to: 14), .dim),
                Span(cell.span("endpoint").text.fitted(to: 20) + " ", .text),
                Span(SafeText(call.outcome.rawValue).fitted(to: 9), TrafficCell.role(call.outcome)),
                Span(SafeText(call.code.description + "  "), .dim), cell.span("by"),
            ]
        }
    }

    private static func why(_ detail: ApprovalDetail, _ state: ConsoleState) -> [Line] {
        guard let call = detail.call else { return [Line("The call that asked is not known.", .hint)] }
        switch state.resources["call/\(call)"] {
        case .failed(let error): return [Line("\(error.description)", .error)]
        case .loaded(.call(let detail), _): return WhyLines.lines(detail, state)
        case .loading(.call(let detail)?): return WhyLines.lines(detail, state)
        case .loaded, .loading, nil: return [Line("reading…", .dim)]
        }
    }
}
