package import GatehouseModel
import TerminalUI

/// Something a person can have the console do. Keys, palette, footer, help and the manual's table come from these.
package struct Command: Sendable {
    /// Whether it asks before it does.
    package enum Danger: String, Sendable, Hashable { case none, confirm, confirmMany = "confirm many" }

    /// Whether it can be done now, and if not why.
    package enum Availability: Sendable, Hashable {
        case yes
        case no(String)

        /// Yes when the condition holds.
        init(_ condition: Bool, else reason: String) { self = condition ? .yes : .no(reason) }
    }

    /// What `:` takes it by: `approve`.
    package let name: String
    /// In the footer: `approve`.
    package let title: String
    /// One sentence for help and manual.
    package let help: String
    /// The standard keys in the notation of key files.
    package let keys: [String]
    package let arguments: [CommandArgument]
    /// The least role it needs.
    package let role: GatehouseModel.Role
    package let danger: Danger
    /// Its place in the footer, smallest first; nil leaves it out.
    package let footer: Int?
    /// Whether it can be done, apart from the role and the connection.
    let enabled: @Sendable (ConsoleState) -> Availability
    /// What to ask first; nil does it at once.
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

    /// Whether it can be done now: connection, then role, then the command's own conditions.
    package func availability(_ state: ConsoleState) -> Availability {
        refusal(state).map { .no($0) } ?? enabled(state)
    }

    /// Why role or connection do not permit it; nil when they do.
    func refusal(_ state: ConsoleState) -> String? {
        guard role > .viewer else { return nil }
        guard let mine = state.role else { return "not connected yet" }
        guard mine >= role else { return "\(title) needs the role \(role.rawValue); yours is \(mine.rawValue)" }
        guard let old = state.staleness else { return nil }
        return "what is shown is \(Words.age(old)) old; wait until the daemon answers again"
    }
}

/// What a command takes behind its name.
package struct CommandArgument: Sendable {
    package let name: String
    package let isRequired: Bool
    /// What it can be, for completion; empty for free text.
    let choices: @Sendable (ConsoleState) -> [String]

    init(_ name: String, isRequired: Bool = true, choices: @escaping @Sendable (ConsoleState) -> [String] = { _ in [] })
    {
        self.name = name
        self.isRequired = isRequired
        self.choices = choices
    }

    /// `NAME`, or `[NAME]`.
    package var usage: String { isRequired ? name.uppercased() : "[\(name.uppercased())]" }
}

/// A question before something that changes the daemon. The default is always no.
package struct Question: Sendable, Hashable {
    package var title: String
    package var lines: [String]
    /// What `y` does: `approve 3`.
    package var yes: String
    /// The decision it is about: the very requests, and what the daemon says of them.
    package var preview: DecisionPreview?

    init(_ title: String, _ lines: [String] = [], yes: String, preview: DecisionPreview? = nil) {
        self.title = title
        self.lines = lines
        self.yes = yes
        self.preview = preview
    }
}
