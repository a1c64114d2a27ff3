import ControlProtocol
import GatehouseModel
import TerminalUI

extension FlowsScreen {
    static func badge(_ state: ConsoleState) -> String? {
        state.flows.alarms(now: state.daemonTime).isEmpty ? nil : "▲"
    }

    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        let flows = state.flows
        let stale = state.staleness.map { "STALE \(Words.age($0))" }
        if flows.showsAccounts {
            let filter = flows.accounts.filter.map { "filter \($0)" } ?? "newest first"
            let right = [stale, flows.accounts.news, filter].compactMap(\.self)
            return PaneTitle("Accounts", right: right.joined(separator: " · "), alarm: stale)
        }
        let left =
            "Flows  \(Words.count(flows.flows.count, "flow")) · \(Words.count(flows.connectors.count, "connector"))"
        let alarms = flows.alarms(now: state.daemonTime)
        let right = [stale, alarms.isEmpty ? "last 24 hours" : alarms.joined(separator: " · ")].compactMap(\.self)
        return PaneTitle(left, right: right.joined(separator: " · "), alarm: stale ?? alarms.first)
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        let flows = state.flows
        if let opened = flows.opened {
            guard let signUp = SignUpTimeline.openedDetail(state)?.signUp else { return opened.id }
            return "\(signUp.code)  \(state.shown(signUp.email))"
        }
        if flows.showsAccounts { return flows.selectedAccount.map { state.shown($0.email) } ?? "no account" }
        if let connector = flows.selectedConnector { return "⇢ \(connector.name)" }
        guard let flow = flows.selectedFlow else { return "nothing selected" }
        let news = flows.signUps.subject == flow.flow.name ? flows.signUps.news : nil
        return flow.flow.name + (news.map { "  " + $0 } ?? "")
    }

    static func tabs(_ state: ConsoleState) -> [String] {
        switch state.flows.kind {
        case .flow: ["Funnel", "Sign-ups", "Definition"]
        case .connector: ["State", "Probe", "Calls", "Definition"]
        case .account: ["Account"]
        case .signUp: ["Timeline", "Claims", "Account"]
        }
    }

    static func position(_ state: ConsoleState) -> String {
        let count = count(state)
        guard count > 0, let index = selectedIndex(state) else { return "0" }
        let hasMore = part(state).view?.hasMore(state) ?? false
        return "\(Words.count(index + 1))/\(Words.count(count))\(hasMore ? "+" : "")"
    }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let view: any FlowsView.Type = state.flows.showsAccounts ? AccountsView.self : FlowsOverview.self
        view.draw(state, in: area, on: &frame)
    }

    // MARK: The detail

    static func drawDetail(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        if let view = detailPart(state).view, view != SignUpTimeline.self || SignUpTimeline.openedDetail(state) != nil {
            return view.draw(state, in: area, on: &frame)
        }
        let inner = area.inset(columns: 1, rows: 0)
        TextPane(detail(state, width: inner.width)).draw(.init(row: state.pane.scroll), in: inner, of: &frame)
    }

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        let flows = state.flows
        if let opened = flows.opened { return SignUpTimeline.lines(opened, state) }
        if flows.showsAccounts { return flows.selectedAccount.map { AccountLines.lines($0, state) } ?? [] }
        if let connector = flows.selectedConnector {
            switch tab(state) {
            case 1: return ProbeLines.lines(connector, state)
            case 2: return flows.calls.rows.map { Line(SafeText(TrafficCell.words($0))) }
            case 3: return ConnectorLines.definition(connector)
            default: return ConnectorLines.state(connector, state)
            }
        }
        guard let flow = flows.selectedFlow else { return [] }
        switch tab(state) {
        case 1: return flows.signUps.rows.map { Line(SafeText(SignUpCell.words($0))) }
        case 2: return FlowLines.lines(flow.flow)
        default: return FunnelLines.lines(flow, width: width)
        }
    }

    // MARK: Copying and exporting

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        if let signUp = currentSignUp(state) {
            return [
                MenuItem.copy("c", "code", signUp.code.description), MenuItem.copy("i", "id", signUp.id.description),
                MenuItem.copy("e", "address", signUp.email), MenuItem.copy("a", "account", signUp.account),
                MenuItem.copy("p", "problem", signUp.problem),
            ].compactMap(\.self)
        }
        if let account = state.flows.selectedAccount {
            return [
                MenuItem.copy("i", "id", account.id), MenuItem.copy("e", "address", account.email),
                MenuItem.copy("l", "link for the CLI", "gatehouse accounts show \(account.id)"),
            ].compactMap(\.self)
        }
        if let connector = state.flows.selectedConnector {
            return [
                MenuItem.copy("n", "name", connector.name), MenuItem.copy("u", "url", connector.url),
                MenuItem.copy("p", "problem", connector.problem),
                MenuItem.copy("l", "link for the CLI", "gatehouse connectors show \(connector.name)"),
            ].compactMap(\.self)
        }
        return [MenuItem.copy("n", "name", state.flows.selectedFlow?.flow.name)].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] { (part(state).view ?? FlowsOverview.self).table(state) }
}
