import ArgumentParser
import GatehouseConsole
import TerminalUI

/// `gatehouse console`, which is also what `gatehouse` alone opens.
struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "The console: traffic, approvals and lists on one screen."
    )

    @OptionGroup var control: ControlOptions
    @Option(help: "A theme's name, before the one in console.toml.") var theme: String?
    @Option(help: "The screen to open: traffic, approvals, lists or audit; the one left last unless given.")
    var screen: String?

    func run() async throws {
        guard Terminal.isInteractive else {
            throw Failure(.usage, "the console needs a terminal on stdin and stdout", hint: "Try `gatehouse status`.")
        }
        try await Self.open(socket: control.socketPath, theme: theme, screen: screen)
    }

    /// Runs the console until the user leaves it.
    static func open(socket: String, theme: String?, screen: String? = nil, fresh: Bool = false) async throws {
        do throws(TerminalProblem) {
            try await runConsole(ConsoleOptions(socket: socket, theme: theme, screen: screen, fresh: fresh))
        } catch {
            throw Failure(
                .failure,
                error.description,
                hint: "`gatehouse status` and `gatehouse --help` need no console."
            )
        }
    }
}
