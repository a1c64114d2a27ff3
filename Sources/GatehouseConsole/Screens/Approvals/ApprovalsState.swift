package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The requests shown and what is being done about them.
package struct ApprovalsState: Sendable {
    /// In the order shown. Rows that were decided stay until the user moves on, so that nothing jumps.
    package var rows: [Approval] = []
    /// Which requests are listed; nil lists all.
    package var shows: ApprovalState? = .pending
    package var selection = TableSelection<CallID>()
    package var query: Query?
    package var isGrouped = false
    /// What the rows are sorted by in place of their age.
    package var order: Table.Sort?
    package var isLoaded = false
    /// Where the list goes on; nil at its end.
    package var next: String?
    package var isReadingMore = false
    /// Decisions on their way: drawn as "sending", never as done.
    package var sending: [CallID: DecideApprovals.Verdict] = [:]
    /// What all requests are being read for, when something is to cover the whole list.
    package var gathering: Goal?
    /// Whether the cursor goes on by itself because of what the user did: to the next request, or in a new list.
    var isMoving = false
    /// Whether a list that the user asked for is on its way.
    var expectsList = false
    /// What was written into a denial that was not sent, or not taken: the form for the same requests begins with it.
    var unsent: DenyForm?
    /// When `a` last approved something; a repeat of the key within 300 ms does nothing.
    package var approvedAt: Timestamp?
    /// Requests put aside on this console, and until when by this machine's clock.
    package var snoozed: [CallID: Timestamp] = [:]

    /// What is done once all requests are read.
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

    /// Whether a request belongs to the list as it is asked for.
    func belongs(_ approval: Approval) -> Bool {
        (shows.map { $0 == approval.state } ?? true) && (query?.matches(approval) ?? true)
            && (snoozed[approval.id] == nil || approval.state != .pending)
    }

    /// Puts a request in its place, or changes the one that is there. An older revision changes nothing.
    mutating func put(_ approval: Approval) {
        if let index = rows.firstIndex(where: { $0.id == approval.id }) {
            guard rows[index].revision <= approval.revision else { return }
            rows[index] = approval
        } else if belongs(approval) {
            let isLast = rows.last.map { ($0.created, $0.id) < (approval.created, approval.id) } ?? true
            rows.append(approval)
            // Who comes now stands at the end already, in the usual order.
            if !isLast || order != nil || isGrouped || shows != .pending { sort() }
        }
    }

    /// Takes out what no longer belongs, apart from what can still be undone.
    mutating func sweep(keeping undoable: Set<CallID>) {
        rows = rows.filter { belongs($0) || undoable.contains($0.id) || sending[$0.id] != nil }
    }

    /// Moves the cursor for the user.
    mutating func moved(to id: CallID, height: Int) {
        isMoving = true
        selection.select(id, in: ApprovalRows(self), height: height)
    }

    mutating func sort() {
        sortByAge()
        guard let order else { return }
        // What is equal stays in the order of age, whichever way the rest goes.
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

    /// What a request is grouped by.
    static func group(_ approval: Approval) -> String { Words.domain(approval.email) ?? "" }
}

/// News of requests that Approvals made.
package enum ApprovalsMessage: Sendable {
    case listed(shows: ApprovalState?, filter: String?, isMore: Bool, Result<Page<Approval>, ControlError>)
    /// The next part of a decision was answered.
    case decided(DecisionRun, Result<DecideReply, ControlError>)
    case taken(CallID, Result<Approval, ControlError>)
    case commented(CallID, Result<ApprovalDetail, ControlError>)
    /// A page of the requests that a query matches, for a decision on all of them.
    case matched(Matching, Result<Page<Approval>, ControlError>)
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

    /// Who holds it, or what became of it: a fact, in place.
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
