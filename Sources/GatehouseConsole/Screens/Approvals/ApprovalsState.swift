package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The listed requests and the decisions in progress.
package struct ApprovalsState: ScreenState {
    /// In the order shown. Decided rows stay until the user moves on, so that no row jumps.
    package var rows: [Approval] = []
    /// The state of the listed requests; nil lists all.
    package var shows: ApprovalState? = .pending
    package var selection = TableSelection<CallID>()
    package var query: Query?
    package var isGrouped = false
    /// The column by which rows are sorted; nil sorts by age.
    package var order: Table.Sort?
    package var isLoaded = false
    /// The cursor of the next page; nil at the end.
    package var next: String?
    package var isReadingMore = false
    /// Decisions being sent; shown as "sending", never as done.
    package var sending: [CallID: DecideApprovals.Verdict] = [:]
    /// Why all requests are being loaded, if they are.
    package var gathering: Goal?
    /// Whether the cursor moves because of what the user did: to the next request, or in a new list.
    var isMoving = false
    /// Whether a list that the user requested is being loaded.
    var expectsList = false
    /// The text of a denial that was cancelled or refused; the next form for the same requests begins with it.
    var unsent: DenyForm?
    /// When `a` last approved something; a repetition of the key within 300 ms is ignored.
    package var approvedAt: Timestamp?
    /// Requests snoozed on this console, and until when by this machine's clock.
    package var snoozed: [CallID: Timestamp] = [:]

    /// What to do once all requests are loaded.
    package enum Goal: Sendable, Hashable {
        case group
        /// Marks every request of a domain.
        case mark(String)
    }

    package init() {}

    package func row(_ id: CallID) -> Approval? { rows.first { $0.id == id } }

    package var selected: Approval? {
        let rows = ApprovalRows(self)
        return selection.index(in: rows).map { rows.approvals[$0] }
    }

    /// Whether a request belongs to the current list.
    func belongs(_ approval: Approval) -> Bool {
        (shows.map { $0 == approval.state } ?? true) && (query?.matches(approval) ?? true)
            && (snoozed[approval.id] == nil || approval.state != .pending)
    }

    /// Inserts a request, or updates the existing one. An older revision is ignored.
    mutating func put(_ approval: Approval) {
        if let index = rows.firstIndex(where: { $0.id == approval.id }) {
            guard rows[index].revision <= approval.revision else { return }
            rows[index] = approval
        } else if belongs(approval) {
            let isLast = rows.last.map { ($0.created, $0.id) < (approval.created, approval.id) } ?? true
            rows.append(approval)
            // In the usual order, a new request already belongs at the end.
            if !isLast || order != nil || isGrouped || shows != .pending { sort() }
        }
    }

    /// Removes requests that no longer belong, except those that can still be undone.
    mutating func sweep(keeping undoable: Set<CallID>) {
        rows = rows.filter { belongs($0) || undoable.contains($0.id) || sending[$0.id] != nil }
    }

    /// Moves the cursor because of what the user did.
    mutating func moved(to id: CallID, height: Int) {
        isMoving = true
        selection.select(id, in: ApprovalRows(self), height: height)
    }

    mutating func sort() {
        sortByAge()
        guard let order else { return }
        // Equal rows stay ordered by age, in either direction of the order.
        let keyed = rows.enumerated().map {
            (key: Self.sortKey($0.element, order.column), place: $0.offset, row: $0.element)
        }
        rows = keyed.sorted { left, right in
            guard left.key != right.key else { return left.place < right.place }
            return order.descending ? left.key > right.key : left.key < right.key
        }.map(\.row)
    }

    private static func sortKey(_ row: Approval, _ column: String) -> SortKey {
        switch column {
        case "age": .number(-row.created.milliseconds)
        case "asks": .number(Int64(row.asks))
        case "applicant": .text((row.email ?? "").lowercased())
        case "from": .text(row.issuer ?? "")
        case "name": .text((row.displayName ?? "").lowercased())
        case "why": .text(row.askedBy.rawValue)
        default: .text(row.takenBy ?? row.decidedBy ?? "")
        }
    }

    private mutating func sortByAge() {
        guard shows == .pending || isGrouped else {
            rows.sort { ($0.created, $0.id) > ($1.created, $1.id) }
            return
        }
        rows.sort { ($0.created, $0.id) < ($1.created, $1.id) }
        guard isGrouped else { return }
        var first: [String: Int] = [:]
        for (index, row) in rows.enumerated() where first[Self.group(row)] == nil { first[Self.group(row)] = index }
        rows.sort { left, right in
            let (a, b) = (first[Self.group(left)] ?? 0, first[Self.group(right)] ?? 0)
            return a == b ? (left.created, left.id) < (right.created, right.id) : a < b
        }
    }

    /// The domain by which requests are grouped.
    static func group(_ approval: Approval) -> String { Words.domain(approval.email) ?? "" }
}

/// Replies to requests from the Approvals screen.
package enum ApprovalsMessage: ScreenMessage {
    case listed(shows: ApprovalState?, filter: String?, isMore: Bool, Result<Page<Approval>, ControlError>)
    /// The reply to the next part of a decision.
    case decided(DecisionRun, Result<DecideReply, ControlError>)
    case taken(CallID, Result<Approval, ControlError>)
    case commented(CallID, Result<ApprovalDetail, ControlError>)
    /// A page of requests that match a query, for a decision on all of them.
    case matched(Matching, Result<Page<Approval>, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { ApprovalsScreen.update(self, &state) }
}

/// The rows as a table.
package struct ApprovalRows: TableRows {
    let approvals: [Approval]
    private let sending: [CallID: DecideApprovals.Verdict]
    private let shows: ApprovalState?
    var isMasked = true
    var now = Timestamp(milliseconds: 0)
    var overdueAfter = Duration.seconds(86_400)
    var wide = false
    var search = ""

    init(_ state: ApprovalsState) {
        approvals = state.rows
        sending = state.sending
        shows = state.shows
    }

    package var count: Int { approvals.count }
    package func id(at index: Int) -> CallID { approvals[index].id }
    package func index(of id: CallID) -> Int? { approvals.firstIndex { $0.id == id } }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !text(at: index).lowercased().contains(search) ? nil : .match
    }

    func text(at index: Int) -> String {
        let row = approvals[index]
        return [
            row.email ?? "", row.displayName ?? "", row.issuer ?? "", row.code.description, row.askedBy.rawValue,
            row.queue, row.takenBy ?? "", row.state.rawValue,
        ].joined(separator: " ")
    }

    package func cell(at index: Int, column: String) -> Span {
        let row = approvals[index]
        let isSettled = row.state != .pending
        let plain: TerminalUI.Role = isSettled && shows == .pending ? .dim : .text
        switch column {
        case "age": return age(row)
        case "applicant": return Span(SafeText(shownEmail(row)), plain)
        case "from": return Span(SafeText(Words.issuer(row.issuer)), .dim)
        case "name": return Span(SafeText(row.displayName.flatMap { $0.isEmpty ? nil : $0 } ?? "-"), plain)
        case "asks": return Span(SafeText(String(row.asks)), row.asks > 1 ? .warn : .dim)
        case "queue": return Span(SafeText(row.queue), .dim)
        case "code": return Span(SafeText(row.code.description), .dim)
        case "why": return Span(SafeText(why(row)), .dim)
        case "by": return by(row)
        default: return Span("", .text)
        }
    }

    private func shownEmail(_ row: Approval) -> String {
        guard let email = row.email, !email.isEmpty else { return "-" }
        return isMasked ? Masking.email(email) : email
    }

    private func age(_ row: Approval) -> Span {
        let waited = now.since(row.created)
        let isOverdue = row.state == .pending && waited > overdueAfter
        let text = SafeText(Words.age(waited)).fitted(to: 4, alignment: .right)
        return Span((isOverdue ? "● " : "  ") + text, isOverdue ? .warn : .text)
    }

    private func why(_ row: Approval) -> String {
        let text = row.askedBy.rawValue
        guard let colon = text.firstIndex(of: ":") else { return text }
        return wide ? text[..<colon] + " " + text[text.index(after: colon)...] : String(text[..<colon])
    }

    /// Who has taken it, or how it was decided.
    private func by(_ row: Approval) -> Span {
        if sending[row.id] != nil { return Span("sending", .pending) }
        switch row.state {
        case .pending:
            guard let holder = row.takenBy, row.takenUntil.map({ $0 > now }) ?? true else { return Span("-", .dim) }
            let left = row.takenUntil.map { " " + Words.age($0.since(now)) } ?? ""
            return Span(SafeText(wide ? holder + left : holder), .warn)
        case .approved: return Span("✓ \(row.decidedBy ?? "approved")", .allowed)
        case .denied: return Span("✗ \(row.decidedBy ?? "denied")", .denied)
        case .expired, .withdrawn: return Span(SafeText(row.state.rawValue), .dim)
        }
    }
}

extension ConsoleState {
    package internal(set) var approvals: ApprovalsState {
        get { screens[ApprovalsState.self] }
        _modify { yield &screens[ApprovalsState.self] }
    }
}

extension Message {
    package static func approvals(_ message: ApprovalsMessage) -> Message { .screen(message) }
}
