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
        Command(
            "probe",
            "probe",
            keys: ["p"],
            arguments: [CommandArgument("step", isRequired: false) { _ in Step.allCases.map(\.rawValue) }],
            role: .approver,
            danger: .confirm,
            footer: 2,
            help: "call the connector once with an invented person and show what each layer said",
            enabled: hasConnector,
            question: probeQuestion
        ) { state, words in probe(words.first, &state) },
        Command(
            "force",
            "force",
            arguments: [CommandArgument("reason")],
            role: .admin,
            danger: .confirm,
            help: "break the glass: let steps call a connector that no probe has proved",
            enabled: mayForce,
            question: forceQuestion
        ) { state, words in
            guard let name = state.flows.selectedConnector?.name, let reason = words.first else { return [] }
            return [.ask(Ask(ForceConnector(name: name, reason: reason)) { .flows(.forced(name, $0)) })]
        },
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
        accountSwitch("disable", to: false, key: "D", help: "disable the account: it can no longer sign in"),
        accountSwitch("enable", to: true, key: "E", help: "enable the account again"),
        Command(
            "erase",
            "erase",
            arguments: [CommandArgument("reason")],
            role: .admin,
            danger: .confirm,
            help: "erase the account and what its sign-up kept of the person; for good",
            enabled: { .init(currentAccount($0) != nil, else: "select an account, or open a sign-up that made one") },
            question: eraseQuestion
        ) { state, words in
            guard let account = currentAccount(state), let reason = words.first else { return [] }
            return [
                .ask(Ask(EraseAccount(id: account.id, reason: reason)) { .flows(.accountErased(id: account.id, $0)) })
            ]
        },
        Command(
            "follow",
            "follow",
            keys: ["F"],
            footer: 5,
            help: "let the newest rows in and go to the top",
            enabled: { .init(hasFeed($0), else: "sign-ups, calls and accounts have newest rows; this has none") }
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

    private static func hasConnector(_ state: ConsoleState) -> Command.Availability {
        .init(state.flows.selectedConnector != nil && state.flows.opened == nil, else: "select a connector first")
    }

    private static func mayForce(_ state: ConsoleState) -> Command.Availability {
        guard case .yes = hasConnector(state), let connector = state.flows.selectedConnector else {
            return hasConnector(state)
        }
        guard connector.forcedBy == nil else { return .no("\(connector.name) is forced already") }
        return .init(connector.state != .ready, else: "a probe has proved \(connector.name) already")
    }

    // MARK: Opening

    private static func enter(_ state: inout ConsoleState) -> [Effect] {
        switch part(state) {
        case .signUps:
            guard let signUp = currentSignUp(state) else { return [] }
            return open(signUp.id.description, from: .flows, &state)
        case .timeline:
            guard let detail = openedDetail(state), let call = currentCall(state) else {
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
        currentCall(state) ?? moments(state).compactMap(\.call).first
    }

    // MARK: Connectors

    private static func probeQuestion(_ state: ConsoleState, _ words: [String]) -> Question? {
        guard let connector = state.flows.selectedConnector else { return nil }
        let step = words.first.map { "for the step \($0)" } ?? connector.steps.first.map { "as at \($0)" }
        return Question(
            "Probe \(connector.name)?",
            [
                "A real call, with an invented person, goes to", connector.url,
                "\(step.map { $0 + "; " } ?? "")it may take \(Words.took(Double(connector.timeoutMs))).",
                "It is written to the audit log.",
            ],
            yes: "probe"
        )
    }

    private static func probe(_ step: String?, _ state: inout ConsoleState) -> [Effect] {
        guard let connector = state.flows.selectedConnector else { return [] }
        let wanted = step.flatMap(Step.init(rawValue:))
        if let step, wanted == nil {
            state.say(
                "there is no step \(step); steps are \(Step.allCases.map(\.rawValue).joined(separator: ", "))",
                .warning
            )
            return []
        }
        let name = connector.name
        guard state.flows.probing[name] == nil else {
            state.say("\(name) is being probed", .info)
            return []
        }
        state.flows.probing[name] = state.now
        state.pane.tab = 1
        state.pane.scroll = 0
        // The connector's own time-out for every try, plus time for the reply.
        let patience = Duration.milliseconds(connector.timeoutMs * (connector.retries + 1)) + .seconds(10)
        return [
            .ask(Ask(ProbeConnector(name: name, step: wanted), patience: patience) { .flows(.probed(name, $0)) })
        ]
    }

    private static func forceQuestion(_ state: ConsoleState, _ words: [String]) -> Question? {
        guard let connector = state.flows.selectedConnector, let reason = words.first else { return nil }
        return Question(
            "Break the glass for \(connector.name)?",
            [
                "No probe has proved this connector. Steps will call it all",
                "the same, and people's claims go to", connector.url,
                "Your name stands beside it until a probe succeeds;",
                "the audit log keeps why:",
                "\u{22}\(reason)\u{22}",
            ],
            yes: "break the glass"
        )
    }

    // MARK: Accounts

    private static func accountSwitch(_ name: String, to enabled: Bool, key: String, help: String) -> Command {
        Command(
            name,
            name,
            keys: [key],
            arguments: [CommandArgument("reason", isRequired: false)],
            role: .admin,
            danger: .confirm,
            footer: 6,
            help: help,
            enabled: { state in
                guard let account = currentAccount(state) else {
                    return .no("select an account, or open a sign-up that made one")
                }
                return .init(
                    account.isEnabled != enabled,
                    else: "the account is \(enabled ? "enabled" : "disabled") already"
                )
            },
            question: { state, words in
                guard let account = currentAccount(state) else { return nil }
                return Question(
                    "\(enabled ? "Enable" : "Disable") the account of \(account.email)?",
                    [
                        enabled ? "It can sign in again." : "It can no longer sign in; nothing of it is lost.",
                        words.first.map { "reason \u{22}\($0)\u{22}" }
                            ?? "Without a reason; :\(name) REASON gives one.",
                    ],
                    yes: name
                )
            }
        ) { state, words in
            guard let account = currentAccount(state) else { return [] }
            let request = SetAccountEnabled(id: account.id, enabled: enabled, reason: words.first)
            return [.ask(Ask(request) { .flows(.accountChanged($0)) })]
        }
    }

    private static func eraseQuestion(_ state: ConsoleState, _ words: [String]) -> Question? {
        guard let account = currentAccount(state), let reason = words.first else { return nil }
        return Question(
            "Erase the account of \(account.email) for good?",
            [
                "The account and what its sign-up kept of the person are erased.",
                "This cannot be undone. The audit log keeps that it was done, and why:", "\u{22}\(reason)\u{22}",
            ],
            yes: "erase"
        )
    }
}
