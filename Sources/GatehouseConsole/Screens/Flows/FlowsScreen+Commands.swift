import ControlProtocol
import GatehouseModel
import TerminalUI

extension FlowsScreen {
    static let commands: [Command] = [
        Command(
            "enter",
            "open",
            keys: ["enter"],
            footer: 1,
            help: "go into the detail; on a sign-up: its timeline; on a call: that call in Traffic"
        ) { state, _ in enter(&state) },
        ConnectorCommands.probing,
        ConnectorCommands.forcing,
        Command(
            "accounts",
            "accounts",
            keys: ["a"],
            footer: 3,
            help: "the accounts of the local directory; again for flows and connectors"
        ) {
            state,
            _ in
            state.flows.opened = nil
            state.flows.showsAccounts.toggle()
            state.pane.isDetailFocused = false
            settleTab(&state)
            return []
        },
        AccountCommands.accountSwitch(
            "disable",
            to: false,
            key: "D",
            help: "disable the account: it can no longer sign in"
        ),
        AccountCommands.accountSwitch("enable", to: true, key: "E", help: "enable the account again"),
        AccountCommands.erasing,
        Command(
            "follow",
            "follow",
            keys: ["F"],
            footer: 5,
            help: "let the newest rows in and go to the top",
            enabled: { .init(hasFeed($0), else: "this view has no live updates") }
        ) { state, _ in
            follow(&state)
            return []
        },
        Command(
            "person",
            "this person",
            keys: ["P"],
            role: .approver,
            footer: 4,
            help: "all calls of the person of this sign-up or call, in Traffic; esc comes back",
            enabled: { .init(personCall($0) != nil, else: "open a sign-up, or select one of its calls") }
        ) { state, _ in
            guard let call = personCall(state) else { return [] }
            return TrafficScreen.followPerson(call: call.id, email: call.email, &state)
        },
        Command(
            "goto",
            "go to",
            arguments: [CommandArgument("code")],
            help: "open the sign-up with a code or an id"
        ) { state, words in
            guard ReferenceCode(words[0]) != nil || CallID(words[0]) != nil else {
                state.say("\(words[0]) is no code; codes look like K7Q2-9MXD", .warning)
                return []
            }
            return open(words[0].uppercased(), from: .flows, &state)
        },
    ]

    private static func hasFeed(_ state: ConsoleState) -> Bool {
        state.flows.showsAccounts || [.signUps, .calls].contains(detailPart(state))
    }

    // MARK: Opening

    private static func enter(_ state: inout ConsoleState) -> [Effect] {
        switch part(state) {
        case .signUps:
            guard let signUp = currentSignUp(state) else { return [] }
            return open(signUp.id.description, from: .flows, &state)
        case .timeline:
            guard let detail = SignUpTimeline.openedDetail(state), let call = currentCall(state) else {
                state.say("this moment was no call", .info, for: .seconds(2))
                return []
            }
            return TrafficScreen.pin(
                .signUp(detail.signUp.code),
                calls: detail.timeline.compactMap(\.call),
                at: call.id,
                &state
            )
        case .calls:
            guard let connector = state.flows.selectedConnector, let call = currentCall(state) else { return [] }
            return TrafficScreen.pin(.connector(connector.name), calls: state.flows.calls.rows, at: call.id, &state)
        case .overview, .accounts, .text:
            state.pane.isDetailFocused.toggle()
            state.pane.scroll = 0
            return []
        }
    }

    private static func personCall(_ state: ConsoleState) -> CallSummary? {
        currentCall(state) ?? SignUpTimeline.moments(state).compactMap(\.call).first
    }
}
