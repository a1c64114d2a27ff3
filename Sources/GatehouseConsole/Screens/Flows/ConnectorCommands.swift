import ControlProtocol
import GatehouseModel
import TerminalUI

/// The commands for the selected connector.
enum ConnectorCommands {
    static let probing = Command(
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
    ) { state, words in probe(words.first, &state) }

    static let forcing = Command(
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
    }

    static func hasConnector(_ state: ConsoleState) -> Command.Availability {
        .init(state.flows.selectedConnector != nil && state.flows.opened == nil, else: "select a connector first")
    }

    private static func mayForce(_ state: ConsoleState) -> Command.Availability {
        guard case .yes = hasConnector(state), let connector = state.flows.selectedConnector else {
            return hasConnector(state)
        }
        guard connector.forcedBy == nil else { return .no("\(connector.name) is forced already") }
        return .init(connector.state != .ready, else: "a probe has proved \(connector.name) already")
    }

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
}
