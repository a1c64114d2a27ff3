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
    enum Part: Hashable {
        case overview, accounts, signUps, calls, timeline, text

        /// The rows; nil for text.
        var view: (any FlowsView.Type)? {
            switch self {
            case .overview: FlowsOverview.self
            case .accounts: AccountsView.self
            case .signUps: SignUpsView.self
            case .calls: ConnectorCallsView.self
            case .timeline: SignUpTimeline.self
            case .text: nil
            }
        }
    }

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
    private static func view(_ state: ConsoleState) -> any FlowsView.Type {
        part(state).view ?? (state.flows.showsAccounts ? AccountsView.self : FlowsOverview.self)
    }

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int { view(state).count(state) }

    static func selectedIndex(_ state: ConsoleState) -> Int? { view(state).selectedIndex(state) }

    static func select(at index: Int, _ state: inout ConsoleState) {
        let count = count(state)
        guard count > 0 else { return }
        view(state).select(at: min(max(0, index), count - 1), height: rowsHeight(state), &state)
        if index < 0 { follow(&state) }
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        view(state).searchText(at: index, state)
    }

    /// Each kind of row has its own tabs, and shows the one that was open last.
    static func settleTab(_ state: inout ConsoleState) {
        let kind = state.flows.kind
        guard kind != state.flows.shownKind else { return }
        state.flows.tabs[state.flows.shownKind] = Self.tab(state)
        state.flows.shownKind = kind
        let tab = state.flows.tabs[kind] ?? 0
        state.panes[.flows]?.tab = tab
        state.panes[.flows]?.scroll = 0
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.flows.showsAccounts
            ? state.flows.accounts.selection.topIndex(in: AccountsView.rows(state), height: listHeight(state)) : 0
    }

    static func index(atRow row: Int, _ state: ConsoleState) -> Int? {
        guard !state.flows.showsAccounts else { return row > 0 ? topIndex(state) + row - 1 : nil }
        return FlowsOverview.index(atRow: row, state)
    }

    static func settle(_ state: inout ConsoleState) {
        FlowsOverview.settle(&state)
        let part = part(state)
        state.flows.signUps.hold(part == .signUps || state.flows.opened != nil)
        state.flows.calls.hold(part == .calls)
        let height = detailRowsHeight(state)
        state.flows.signUps.selection.reconcile(with: SignUpsView.rows(state), height: height)
        state.flows.calls.selection.reconcile(with: ConnectorCallsView.rows(state), height: height)
        state.flows.accounts.selection.reconcile(with: AccountsView.rows(state), height: listHeight(state))
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
        return max(1, detailPart(state) == .timeline ? height - SignUpTimeline.head(state).count : height)
    }

    // MARK: What commands apply to

    /// The sign-up for commands: the open one, else the selected one.
    static func currentSignUp(_ state: ConsoleState) -> SignUp? {
        if state.flows.opened != nil { return SignUpTimeline.openedDetail(state)?.signUp }
        guard state.flows.kind == .flow, tab(state) == 1 else { return nil }
        return state.flows.signUps.selection.index(in: SignUpsView.rows(state)).map { state.flows.signUps.rows[$0] }
    }

    /// The account for commands: the selected one, else the one that the open sign-up created.
    static func currentAccount(_ state: ConsoleState) -> Account? {
        if let selected = state.flows.selectedAccount, state.flows.opened == nil { return selected }
        guard let id = SignUpTimeline.openedDetail(state)?.signUp.account,
            case .account(let account) = state.resources.value("account/\(id)")
        else { return nil }
        return account
    }

    /// The selected call, in a timeline or among a connector's calls.
    static func currentCall(_ state: ConsoleState) -> CallSummary? {
        switch detailPart(state) {
        case .timeline:
            let moments = SignUpTimeline.moments(state)
            return state.flows.timelineSelection.index(in: MomentRows(moments: moments)).flatMap { moments[$0].call }
        case .calls:
            return state.flows.calls.selection.index(in: ConnectorCallsView.rows(state)).map {
                state.flows.calls.rows[$0]
            }
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
