import ControlProtocol
import GatehouseModel
import TerminalUI

/// User flows and the connectors that they call; below them how far people came, and one person's sign-up as a
/// timeline.
enum FlowsScreen: FilteringScreen, FollowingScreen, DetailRowsScreen {
    static let title = "Flows"
    static let hasViews = true
    static let digit = 5
    static let defaultShare = 47
    static let pageSize = 200

    /// The kind of rows in which the cursor moves.
    enum Part: Hashable { case overview, accounts, signUps, calls, timeline, text }

    static func tab(_ state: ConsoleState) -> Int { state.panes[.flows]?.tab ?? 0 }

    /// The content of the open tab of the detail.
    static func detailPart(_ state: ConsoleState) -> Part {
        switch (state.flows.kind, tab(state)) {
        case (.signUp, 0): .timeline
        case (.flow, 1): .signUps
        case (.connector, 2): .calls
        default: .text
        }
    }

    static func part(_ state: ConsoleState) -> Part {
        guard state.panes[.flows]?.isDetailFocused ?? false else {
            return state.flows.showsAccounts ? .accounts : .overview
        }
        return detailPart(state)
    }

    static func detailHasRows(_ state: ConsoleState) -> Bool { detailPart(state) != .text }

    /// The rows that are counted and selected. While the detail shows text, these are the rows of the list.
    private static func rowsPart(_ state: ConsoleState) -> Part {
        let part = part(state)
        guard part == .text else { return part }
        return state.flows.showsAccounts ? .accounts : .overview
    }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int {
        switch rowsPart(state) {
        case .overview, .text: state.flows.flows.count + state.flows.connectors.count
        case .accounts: state.flows.accounts.rows.count
        case .signUps: state.flows.signUps.rows.count
        case .calls: state.flows.calls.rows.count
        case .timeline: moments(state).count
        }
    }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        let flows = state.flows
        switch rowsPart(state) {
        case .overview, .text:
            if flows.selectedConnector != nil {
                return flows.connectorSelection.index(in: ConnectorRows(flows)).map { $0 + flows.flows.count }
            }
            return flows.flowSelection.index(in: FlowRows(flows))
        case .accounts: return flows.accounts.selection.index(in: accountRows(state))
        case .signUps: return flows.signUps.selection.index(in: signUpRows(state))
        case .calls: return flows.calls.selection.index(in: callRows(state))
        case .timeline: return flows.timelineSelection.index(in: MomentRows(moments: moments(state)))
        }
    }

    static func select(at index: Int, _ state: inout ConsoleState) {
        let count = count(state)
        guard count > 0 else { return }
        let place = min(max(0, index), count - 1)
        switch rowsPart(state) {
        case .overview, .text: selectInOverview(place, &state)
        case .accounts:
            let rows = accountRows(state)
            state.flows.accounts.hold(true)
            state.flows.accounts.selection.select(rows.id(at: place), in: rows, height: rowsHeight(state))
        case .signUps:
            let rows = signUpRows(state)
            state.flows.signUps.selection.select(rows.id(at: place), in: rows, height: rowsHeight(state))
        case .calls:
            let rows = callRows(state)
            state.flows.calls.selection.select(rows.id(at: place), in: rows, height: rowsHeight(state))
        case .timeline:
            let rows = MomentRows(moments: moments(state))
            state.flows.timelineSelection.select(place, in: rows, height: rowsHeight(state))
        }
        if index < 0 { follow(&state) }
    }

    private static func selectInOverview(_ index: Int, _ state: inout ConsoleState) {
        let heights = FlowsLayout(state)
        let flows = state.flows.flows
        state.flows.isInConnectors = index >= flows.count
        if state.flows.isInConnectors {
            let id = state.flows.connectors[index - flows.count].name
            state.flows.connectorSelection.select(id, in: ConnectorRows(state.flows), height: heights.connectorRows)
        } else {
            state.flows.flowSelection.select(flows[index].id, in: FlowRows(state.flows), height: heights.flowRows)
        }
        state.flows.opened = nil
        settleTab(&state)
    }

    /// Each kind of row has its own tabs, and shows the one that was open last.
    static func settleTab(_ state: inout ConsoleState) {
        let kind = state.flows.kind
        guard kind != state.flows.shownKind else { return }
        state.flows.tabs[state.flows.shownKind] = tab(state)
        state.flows.shownKind = kind
        state.panes[.flows]?.tab = state.flows.tabs[kind] ?? 0
        state.panes[.flows]?.scroll = 0
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.flows.showsAccounts
            ? state.flows.accounts.selection.topIndex(in: accountRows(state), height: listHeight(state)) : 0
    }

    static func index(atRow row: Int, _ state: ConsoleState) -> Int? {
        guard !state.flows.showsAccounts else { return row > 0 ? topIndex(state) + row - 1 : nil }
        let heights = FlowsLayout(state)
        let flows = state.flows
        if row > 0, row <= heights.flowRows {
            return min(
                flows.flowSelection.topIndex(in: FlowRows(flows), height: heights.flowRows) + row - 1,
                flows.flows.count - 1
            )
        }
        let below = row - heights.connectorsStart
        guard below > 0, below <= heights.connectorRows, !flows.connectors.isEmpty else { return nil }
        let top = flows.connectorSelection.topIndex(in: ConnectorRows(flows), height: heights.connectorRows)
        return flows.flows.count + min(top + below - 1, flows.connectors.count - 1)
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        let flows = state.flows
        switch rowsPart(state) {
        case .overview, .text:
            return index < flows.flows.count
                ? FlowRows(flows).text(at: index) : ConnectorRows(flows).text(at: index - flows.flows.count)
        case .accounts: return AccountCell.words(flows.accounts.rows[index])
        case .signUps: return SignUpCell.words(flows.signUps.rows[index])
        case .calls: return callRows(state).words(flows.calls.rows[index])
        case .timeline: return MomentRows(moments: moments(state)).text(at: index)
        }
    }

    static func settle(_ state: inout ConsoleState) {
        let heights = FlowsLayout(state)
        state.flows.flowSelection.reconcile(with: FlowRows(state.flows), height: heights.flowRows)
        state.flows.connectorSelection.reconcile(with: ConnectorRows(state.flows), height: heights.connectorRows)
        let part = part(state)
        state.flows.signUps.hold(part == .signUps || state.flows.opened != nil)
        state.flows.calls.hold(part == .calls)
        let height = detailRowsHeight(state)
        state.flows.signUps.selection.reconcile(with: signUpRows(state), height: height)
        state.flows.calls.selection.reconcile(with: callRows(state), height: height)
        state.flows.accounts.selection.reconcile(with: accountRows(state), height: listHeight(state))
        settleTab(&state)
    }

    // MARK: Heights

    private static func listHeight(_ state: ConsoleState) -> Int { max(1, (state.layout.list?.height ?? 2) - 1) }

    static func rowsHeight(_ state: ConsoleState) -> Int {
        switch part(state) {
        case .overview, .accounts, .text: listHeight(state)
        case .signUps, .calls, .timeline: detailRowsHeight(state)
        }
    }

    private static func detailRowsHeight(_ state: ConsoleState) -> Int {
        let height = (state.layout.detail?.height ?? 2) - 1
        return max(1, detailPart(state) == .timeline ? height - head(state).count : height)
    }

    /// The lines above the timeline of the open sign-up.
    static func head(_ state: ConsoleState) -> [Line] {
        guard let detail = openedDetail(state) else { return [] }
        let width = max(20, (state.layout.detail?.width ?? 80) - 2)
        return SignUpLines.head(detail, state).flatMap { $0.wrapped(to: width) }
    }

    // MARK: Rows

    static func signUpRows(_ state: ConsoleState) -> FeedRows<SignUp> {
        SignUpCell.rows(
            state.flows.signUps.rows,
            isMasked: state.isMasked,
            now: state.daemonTime,
            search: search(state)
        )
    }

    static func accountRows(_ state: ConsoleState) -> FeedRows<Account> {
        AccountCell.rows(
            state.flows.accounts.rows,
            isMasked: state.isMasked,
            now: state.daemonTime,
            search: search(state)
        )
    }

    static func callRows(_ state: ConsoleState) -> FeedRows<CallSummary> {
        FeedRows(records: state.flows.calls.rows, search: search(state), words: TrafficCell.words) {
            [isMasked = state.isMasked] in
            TrafficCell(call: $0, isMasked: isMasked).span($1)
        }
    }

    private static func search(_ state: ConsoleState) -> String { state.panes[.flows]?.search.term.lowercased() ?? "" }

    static func openedDetail(_ state: ConsoleState) -> SignUpDetail? {
        guard let opened = state.flows.opened, case .signUp(let detail) = state.resources.value("sign-up/\(opened.id)")
        else { return nil }
        return detail
    }

    static func moments(_ state: ConsoleState) -> [SignUpDetail.Moment] { openedDetail(state)?.timeline ?? [] }

    /// The sign-up for commands: the open one, else the selected one.
    static func currentSignUp(_ state: ConsoleState) -> SignUp? {
        if state.flows.opened != nil { return openedDetail(state)?.signUp }
        guard state.flows.kind == .flow, tab(state) == 1 else { return nil }
        return state.flows.signUps.selection.index(in: signUpRows(state)).map { state.flows.signUps.rows[$0] }
    }

    /// The account for commands: the selected one, else the one that the open sign-up created.
    static func currentAccount(_ state: ConsoleState) -> Account? {
        if let selected = state.flows.selectedAccount, state.flows.opened == nil { return selected }
        guard let id = openedDetail(state)?.signUp.account,
            case .account(let account) = state.resources.value("account/\(id)")
        else { return nil }
        return account
    }

    /// The selected call, in a timeline or among a connector's calls.
    static func currentCall(_ state: ConsoleState) -> CallSummary? {
        switch detailPart(state) {
        case .timeline:
            let moments = moments(state)
            return state.flows.timelineSelection.index(in: MomentRows(moments: moments)).flatMap { moments[$0].call }
        case .calls: return state.flows.calls.selection.index(in: callRows(state)).map { state.flows.calls.rows[$0] }
        default: return nil
        }
    }

    /// Adds the waiting records at the top.
    static func follow(_ state: inout ConsoleState) {
        state.flows.signUps.release()
        state.flows.calls.release()
        state.flows.accounts.hold(false)
        let part = part(state)
        guard part == .signUps || part == .calls || part == .accounts, count(state) > 0 else { return }
        select(at: 0, &state)
    }

    // MARK: Leaving

    /// `esc` returns from a timeline to where it was opened, and from the accounts to flows and connectors.
    static func leave(_ state: inout ConsoleState) -> [Effect]? {
        if let connector = state.flows.selectedConnector, state.flows.probing[connector.name] != nil {
            state.flows.probing[connector.name] = nil
            state.say("no longer waiting for the probe; gatehoused ends it in its own time", .info)
            return []
        }
        if let opened = state.flows.opened {
            state.flows.opened = nil
            settleTab(&state)
            return opened.from == .flows ? [] : state.show(opened.from)
        }
        guard state.flows.showsAccounts, !state.pane.isDetailFocused, !state.pane.search.isActive else { return nil }
        state.flows.showsAccounts = false
        settleTab(&state)
        return []
    }

    /// Opens a sign-up's timeline, remembering the screen to return to.
    static func open(_ id: String, from: ScreenID, _ state: inout ConsoleState) -> [Effect] {
        state.flows.opened = .init(id: id, from: from)
        state.flows.timelineSelection = TableSelection()
        let effects = state.show(.flows)
        settleTab(&state)
        state.panes[.flows]?.tab = 0
        state.panes[.flows]?.isDetailFocused = true
        return effects
    }
}

/// How the height of the list is divided between the two tables; computed only from the state.
struct FlowsLayout: Hashable {
    /// Rows below each title.
    let flowRows: Int
    let connectorRows: Int
    /// The row of the connectors' titles, counted from the top of the list.
    let connectorsStart: Int

    init(_ state: ConsoleState) {
        self.init(
            height: state.layout.list?.height ?? 2,
            flows: state.flows.flows.count,
            connectors: state.flows.connectors.count,
            isInConnectors: state.flows.isInConnectors
        )
    }

    init(height: Int, flows: Int, connectors: Int, isInConnectors: Bool) {
        let wanted = (flows: max(1, flows) + 1, connectors: max(1, connectors) + 1)
        guard height >= 5 else {
            // There is room for only one of them: the one with the cursor.
            let rows = max(1, height - 1)
            flowRows = isInConnectors ? 0 : rows
            connectorRows = isInConnectors ? rows : 0
            connectorsStart = isInConnectors ? 0 : height
            return
        }
        let gap = wanted.flows + wanted.connectors < height ? 1 : 0
        let above = min(wanted.flows, max(height / 2, height - wanted.connectors - gap))
        flowRows = above - 1
        connectorsStart = above + gap
        connectorRows = max(0, height - connectorsStart - 1)
    }
}
