import ControlProtocol
import GatehouseModel
import TerminalUI

/// The sign-up that is open, as a timeline of its steps and calls.
enum SignUpTimeline: FlowsView {
    static func count(_ state: ConsoleState) -> Int { moments(state).count }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        state.flows.timelineSelection.index(in: MomentRows(moments: moments(state)))
    }

    static func select(at index: Int, height: Int, _ state: inout ConsoleState) {
        state.flows.timelineSelection.select(index, in: MomentRows(moments: moments(state)), height: height)
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        MomentRows(moments: moments(state)).text(at: index)
    }

    static func openedDetail(_ state: ConsoleState) -> SignUpDetail? {
        guard let opened = state.flows.opened, case .signUp(let detail) = state.resources.value("sign-up/\(opened.id)")
        else { return nil }
        return detail
    }

    static func moments(_ state: ConsoleState) -> [SignUpDetail.Moment] { openedDetail(state)?.timeline ?? [] }

    /// The lines above the timeline of the open sign-up.
    static func head(_ state: ConsoleState) -> [Line] {
        guard let detail = openedDetail(state) else { return [] }
        let width = max(20, (state.layout.detail?.width ?? 80) - 2)
        return SignUpLines.head(detail, state).flatMap { $0.wrapped(to: width) }
    }

    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let head = head(state)
        let (top, rest) = area.split(rows: min(head.count, max(0, area.height - 2)))
        TextPane(head).draw(in: top.inset(columns: 1, rows: 0), of: &frame)
        var rows = MomentRows(moments: moments(state))
        rows.search = state.pane.search.term.lowercased()
        Table(columns: columns, isFocused: state.pane.isDetailFocused)
            .draw(rows, selection: state.flows.timelineSelection, in: rest, of: &frame)
    }

    private static let columns = [
        Column("time", title: "TIME", minimum: 12, ideal: 12),
        Column("after", title: "AFTER", minimum: 6, ideal: 7, alignment: .right, dropPriority: 1),
        Column("what", title: "WHAT HAPPENED", minimum: 30, ideal: 36, weight: 1),
        Column("outcome", title: "OUTCOME", minimum: 8, ideal: 8),
        Column("took", title: "TOOK", minimum: 5, ideal: 5, alignment: .right),
        Column("code", title: "CALL", minimum: 9, ideal: 9, dropPriority: 3),
    ]

    static func table(_ state: ConsoleState) -> [[String]] { SignUpsView.table(state) }

    // MARK: The other tabs

    /// The open tab as text.
    static func lines(_ opened: FlowsState.Opened, _ state: ConsoleState) -> [Line] {
        if case .failed(let error) = state.resources["sign-up/\(opened.id)"] {
            return [Line(SafeText(error.problem?.detail ?? error.description), .error)]
        }
        guard let detail = openedDetail(state) else { return [Line("reading…", .dim)] }
        switch FlowsScreen.tab(state) {
        case 1: return ClaimsLines.lines(detail.claims, kept: true, state)
        case 2: return accountLines(detail.signUp, state)
        default: return SignUpLines.timeline(detail, state)
        }
    }

    private static func accountLines(_ signUp: SignUp, _ state: ConsoleState) -> [Line] {
        guard let id = signUp.account else {
            return [Line("No account was made: the sign-up is \(signUp.stage.rawValue).", .hint)]
        }
        if case .failed(let error) = state.resources["account/\(id)"] {
            return [Line(SafeText(error.problem?.detail ?? error.description), .error)]
        }
        guard let account = FlowsScreen.currentAccount(state) else { return [Line("reading…", .dim)] }
        return AccountLines.lines(account, state)
    }
}

/// The moments of a sign-up as a table.
struct MomentRows: TableRows {
    let moments: [SignUpDetail.Moment]
    var search = ""

    var count: Int { moments.count }
    func id(at index: Int) -> Int { index }
    func index(of id: Int) -> Int? { moments.indices.contains(id) ? id : nil }

    func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !text(at: index).lowercased().contains(search) ? nil : .match
    }

    func text(at index: Int) -> String {
        let moment = moments[index]
        return [moment.what, moment.call?.endpoint ?? "", moment.call?.code.description ?? ""].joined(separator: " ")
    }

    func cell(at index: Int, column: String) -> Span {
        let moment = moments[index]
        switch column {
        case "time": return Span(SafeText(Words.preciseClock(moment.time)), .dim)
        case "after":
            let before = index == 0 ? moment.time : moments[index - 1].time
            return Span(SafeText(index == 0 ? "" : "+" + Words.length(moment.time.since(before))), .dim)
        case "what": return what(moment)
        case "outcome":
            return moment.call.map { Span(SafeText($0.outcome.rawValue), TrafficCell.role($0.outcome)) }
                ?? Span("", .dim)
        case "took": return Span(SafeText(moment.call.map { Words.took($0.tookMs) } ?? ""), .dim)
        case "status": return Span(SafeText(moment.call.map { String($0.status) } ?? ""), .dim)
        case "code": return Span(SafeText(moment.call?.code.description ?? ""), .dim)
        default: return Span("", .text)
        }
    }

    private func what(_ moment: SignUpDetail.Moment) -> Span {
        guard let call = moment.call else { return Span(SafeText(moment.what), .text) }
        return Span((call.direction == .outbound ? "⇢ " : "→ ") + SafeText(moment.what), .title)
    }
}
