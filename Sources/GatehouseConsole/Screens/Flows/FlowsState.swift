package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The user flows and the connectors they call, and what is open below them.
package struct FlowsState: Sendable {
    /// What a row of the list is.
    package enum Kind: Sendable, Hashable { case flow, connector, account, signUp }

    package var flows: [FlowSummary] = []
    package var connectors: [ConnectorSummary] = []
    package var isLoaded = false
    package var failure: String?
    package var flowSelection = TableSelection<String>()
    package var connectorSelection = TableSelection<String>()
    /// Whether the cursor is among the connectors.
    package var isInConnectors = false
    /// Whether accounts are listed in place of flows and connectors.
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

    /// What the last probe of a connector found, by name.
    package var probes: [String: Result<ConnectorProbe, ControlError>] = [:]
    /// Probes under way, and since when.
    package var probing: [String: Timestamp] = [:]
    /// When to read flows and connectors again, because something happened.
    package var refreshAt: Timestamp?
    /// The tab last open for each kind.
    var tabs: [Kind: Int] = [:]
    var shownKind = Kind.flow

    /// A sign-up that was opened, by id or code, and from where.
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

    /// What the detail below is about.
    package var kind: Kind {
        if opened != nil { return .signUp }
        if showsAccounts { return .account }
        return selectedConnector == nil ? .flow : .connector
    }

    /// What needs somebody's eye: connectors that fail, and certificates that end soon.
    func alarms(now: Timestamp) -> [String] {
        let failing = connectors.count { $0.state == .failing }
        let expiring = connectors.count { Certificate($0.certificateExpires, now: now).isAlarming }
        return [
            failing > 0 ? "\(failing) failing" : nil,
            expiring > 0 ? Words.count(expiring, "certificate") + " ▲" : nil,
        ].compactMap(\.self)
    }
}

/// News of requests that Flows made.
package enum FlowsMessage: Sendable {
    case flows(Result<Page<FlowSummary>, ControlError>)
    case connectors(Result<Page<ConnectorSummary>, ControlError>)
    case signUps(flow: String, filter: String?, isMore: Bool, Result<Page<SignUp>, ControlError>)
    case calls(connector: String, isMore: Bool, Result<Page<CallSummary>, ControlError>)
    case accounts(filter: String?, isMore: Bool, Result<Page<Account>, ControlError>)
    case probed(String, Result<ConnectorProbe, ControlError>)
    case forced(String, Result<ConnectorSummary, ControlError>)
    case accountChanged(Result<Account, ControlError>)
    case accountErased(id: String, Result<Done, ControlError>)
}
