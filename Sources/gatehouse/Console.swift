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
    @Option(help: "A theme's name, or the path of a theme file.") var theme: String?

    func run() async throws {
        guard Terminal.isInteractive else {
            throw Failure(.usage, "the console needs a terminal on stdin and stdout", hint: "Try `gatehouse status`.")
        }
        try await Self.open(socket: control.socketPath, theme: theme)
    }

    static func open(socket: String, theme: String?) async throws {
        do throws(TerminalProblem) {
            try await runConsole(ConsoleOptions(socket: socket, theme: theme))
        } catch {
            throw Failure(.failure, error.description)
        }
    }
}
