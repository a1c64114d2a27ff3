import ControlProtocol
import GatehouseModel
import TerminalUI

/// The commands for an account of the local directory.
enum AccountCommands {
    static let erasing = Command(
        "erase",
        "erase",
        arguments: [CommandArgument("reason")],
        role: .admin,
        danger: .confirm,
        help: "erase the account and what its sign-up kept of the person; for good",
        enabled: {
            .init(FlowsScreen.currentAccount($0) != nil, else: "select an account, or open a sign-up that made one")
        },
        question: eraseQuestion
    ) { state, words in
        guard let account = FlowsScreen.currentAccount(state), let reason = words.first else { return [] }
        return [
            .ask(Ask(EraseAccount(id: account.id, reason: reason)) { .flows(.accountErased(id: account.id, $0)) })
        ]
    }

    static func accountSwitch(_ name: String, to enabled: Bool, key: String, help: String) -> Command {
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
                guard let account = FlowsScreen.currentAccount(state) else {
                    return .no("select an account, or open a sign-up that made one")
                }
                return .init(
                    account.isEnabled != enabled,
                    else: "the account is \(enabled ? "enabled" : "disabled") already"
                )
            },
            question: { state, words in
                guard let account = FlowsScreen.currentAccount(state) else { return nil }
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
            guard let account = FlowsScreen.currentAccount(state) else { return [] }
            let request = SetAccountEnabled(id: account.id, enabled: enabled, reason: words.first)
            return [.ask(Ask(request) { .flows(.accountChanged($0)) })]
        }
    }

    private static func eraseQuestion(_ state: ConsoleState, _ words: [String]) -> Question? {
        guard let account = FlowsScreen.currentAccount(state), let reason = words.first else { return nil }
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
