package import GatehouseModel
import TerminalUI

/// A command of the console. Keys, palette, footer, help and the manual's table come from these values.
package struct Command: Sendable {
    /// Whether the command asks first.
    package enum Danger: String, Sendable, Hashable { case none, confirm, confirmMany = "confirm many" }

    /// Whether the command can run now, and if not, why.
    package enum Availability: Sendable, Hashable {
        case yes
        case no(String)

        /// `yes` if the condition holds.
        init(_ condition: Bool, else reason: String) { self = condition ? .yes : .no(reason) }
    }

    /// The name to type after `:`, such as `approve`.
    package let name: String
    /// The title in the footer, such as `approve`.
    package let title: String
    /// One sentence for help and manual.
    package let help: String
    /// The default keys, in the notation of key files.
    package let keys: [String]
    package let arguments: [CommandArgument]
    /// The minimum role.
    package let role: GatehouseModel.Role
    package let danger: Danger
    /// Its place in the footer, smallest first; nil leaves it out.
    package let footer: Int?
    /// Whether it can run, apart from the role and the connection.
    let enabled: @Sendable (ConsoleState) -> Availability
    /// The question to ask first; nil to run it at once.
    let question: @Sendable (ConsoleState, [String]) -> Question?
    let perform: @Sendable (inout ConsoleState, [String]) -> [Effect]

    init(
        _ name: String,
        _ title: String,
        keys: [String] = [],
        arguments: [CommandArgument] = [],
        role: GatehouseModel.Role = .viewer,
        danger: Danger = .none,
        footer: Int? = nil,
        help: String,
        enabled: @escaping @Sendable (ConsoleState) -> Availability = { _ in .yes },
        question: @escaping @Sendable (ConsoleState, [String]) -> Question? = { _, _ in nil },
        perform: @escaping @Sendable (inout ConsoleState, [String]) -> [Effect]
    ) {
        self.name = name
        self.title = title
        self.keys = keys
        self.arguments = arguments
        self.role = role
        self.danger = danger
        self.footer = footer
        self.help = help
        self.enabled = enabled
        self.question = question
        self.perform = perform
    }

    /// Whether it can run now. Checks the connection, then the role, then the command's own conditions.
    package func availability(_ state: ConsoleState) -> Availability {
        refusal(state).map { .no($0) } ?? enabled(state)
    }

    /// Why the role or the connection does not permit it; nil if they do.
    func refusal(_ state: ConsoleState) -> String? {
        guard role > .viewer else { return nil }
        guard let mine = state.role else { return "not connected yet" }
        guard mine >= role else { return "\(title) needs the role \(role.rawValue); yours is \(mine.rawValue)" }
        guard let old = state.staleness else { return nil }
        return "what is shown is \(Words.age(old)) old; wait until the daemon answers again"
    }
}

/// An argument of a command.
package struct CommandArgument: Sendable {
    package let name: String
    package let isRequired: Bool
    /// The possible values, for completion; empty for free text.
    let choices: @Sendable (ConsoleState) -> [String]

    init(_ name: String, isRequired: Bool = true, choices: @escaping @Sendable (ConsoleState) -> [String] = { _ in [] })
    {
        self.name = name
        self.isRequired = isRequired
        self.choices = choices
    }

    /// For example `NAME`, or `[NAME]` if optional.
    package var usage: String { isRequired ? name.uppercased() : "[\(name.uppercased())]" }
}

/// A question before a change at the daemon. The default answer is always no.
package struct Question: Sendable, Hashable {
    package var title: String
    package var lines: [String]
    /// What `y` does, such as `approve 3`.
    package var yes: String
    /// The decision in question: the exact requests, and the daemon's preview.
    package var preview: DecisionPreview?

    init(_ title: String, _ lines: [String] = [], yes: String, preview: DecisionPreview? = nil) {
        self.title = title
        self.lines = lines
        self.yes = yes
        self.preview = preview
    }
}
