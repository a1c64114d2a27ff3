package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The user flows and the connectors that they call, and what is open below them.
package struct FlowsState: ScreenState {
    /// The kind of a row of the list.
    package enum Kind: Sendable, Hashable { case flow, connector, account, signUp }

    package var flows: [FlowSummary] = []
    package var connectors: [ConnectorSummary] = []
    package var isLoaded = false
    package var failure: String?
    package var flowSelection = TableSelection<String>()
    package var connectorSelection = TableSelection<String>()
    /// Whether the cursor is among the connectors.
    package var isInConnectors = false
    /// Whether accounts are listed instead of flows and connectors.
    package var showsAccounts = false

    /// Sign-ups of the selected flow.
    package var signUps = Feed<SignUp>()
    /// Calls of the selected connector.
    package var calls = Feed<CallSummary>()
    /// Accounts of the local directory.
    package var accounts = Feed<Account>()
    /// The sign-up whose timeline is open.
    package var opened: Opened?
    package var timelineSelection = TableSelection<Int>()

    /// The result of the last probe of each connector, by name.
    package var probes: [String: Result<ConnectorProbe, ControlError>] = [:]
    /// Running probes, with their start.
    package var probing: [String: Timestamp] = [:]
    /// When to reload flows and connectors, because something happened.
    package var refreshAt: Timestamp?
    /// The tab that was open last, for each kind.
    var tabs: [Kind: Int] = [:]
    var shownKind = Kind.flow

    /// An opened sign-up, by id or code, and the screen to return to.
    package struct Opened: Sendable, Hashable {
        package var id: String
        package var from: ScreenID
    }

    package init() {}

    package var selectedFlow: FlowSummary? {
        guard !showsAccounts, !isInConnectors || connectors.isEmpty else { return nil }
        return flowSelection.index(in: FlowRows(self)).map { flows[$0] }
    }

    package var selectedConnector: ConnectorSummary? {
        guard !showsAccounts, isInConnectors || flows.isEmpty else { return nil }
        return connectorSelection.index(in: ConnectorRows(self)).map { connectors[$0] }
    }

    package var selectedAccount: Account? {
        guard showsAccounts else { return nil }
        return accounts.selection.index(in: AccountCell.rows(accounts.rows, isMasked: false)).map { accounts.rows[$0] }
    }

    /// The kind of thing that the detail shows.
    package var kind: Kind {
        if opened != nil { return .signUp }
        if showsAccounts { return .account }
        return selectedConnector == nil ? .flow : .connector
    }

    /// What needs attention: failing connectors, and certificates that expire soon.
    func alarms(now: Timestamp) -> [String] {
        let failing = connectors.count { $0.state == .failing }
        let expiring = connectors.count { Certificate($0.certificateExpires, now: now).isAlarming }
        return [
            failing > 0 ? "\(failing) failing" : nil,
            expiring > 0 ? Words.count(expiring, "certificate") + " ▲" : nil,
        ].compactMap(\.self)
    }
}

/// Replies to requests from the Flows screen.
package enum FlowsMessage: ScreenMessage {
    case flows(Result<Page<FlowSummary>, ControlError>)
    case connectors(Result<Page<ConnectorSummary>, ControlError>)
    case signUps(flow: String, filter: String?, isMore: Bool, Result<Page<SignUp>, ControlError>)
    case calls(connector: String, isMore: Bool, Result<Page<CallSummary>, ControlError>)
    case accounts(filter: String?, isMore: Bool, Result<Page<Account>, ControlError>)
    case probed(String, Result<ConnectorProbe, ControlError>)
    case forced(String, Result<ConnectorSummary, ControlError>)
    case accountChanged(Result<Account, ControlError>)
    case accountErased(id: String, Result<Done, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { FlowsScreen.update(self, &state) }
}

extension ConsoleState {
    package internal(set) var flows: FlowsState {
        get { screens[FlowsState.self] }
        _modify { yield &screens[FlowsState.self] }
    }
}

extension Message {
    package static func flows(_ message: FlowsMessage) -> Message { .screen(message) }
}
