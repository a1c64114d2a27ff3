import ArgumentParser
import GatehouseConsole
import TerminalUI

/// `gatehouse console`. `gatehouse` without arguments opens it too.
struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "The console: traffic, approvals, lists, rules and flows on one screen."
    )

    @OptionGroup var control: ControlOptions
    @Option(help: "A theme's name, before the one in console.toml.") var theme: String?
    @Option(
        help: "The screen to open: traffic, approvals, lists, rules, flows or audit; the one left last unless given."
    )
    var screen: String?
    @Flag(help: "Lines in and out in place of a screen: for screen readers, and where no cursor can be placed.")
    var plain = false

    func run() async throws {
        guard Terminal.isInteractive || plain else {
            throw Failure(.usage, "the console needs a terminal on stdin and stdout", hint: "Try `gatehouse status`.")
        }
        try await Self.open(socket: control.socketPath, theme: theme, screen: screen, plain: plain)
    }

    /// Runs the console until the user leaves it.
    static func open(
        socket: String,
        theme: String?,
        screen: String? = nil,
        fresh: Bool = false,
        plain: Bool = false
    ) async throws {
        do throws(TerminalProblem) {
            try await runConsole(
                ConsoleOptions(socket: socket, theme: theme, screen: screen, fresh: fresh, plain: plain)
            )
        } catch {
            throw Failure(
                .failure,
                error.description,
                hint: "`gatehouse status` and `gatehouse --help` need no console."
            )
        }
    }
}
