import ArgumentParser
import Foundation
import GatehouseModel

/// `gatehouse`: opens the console at a terminal; otherwise a CLI.
struct Gatehouse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatehouse",
        abstract: "The console and command line of the sign-up gatekeeper gatehoused.",
        discussion: """
            Without arguments it opens the console; when stdin or stdout is no terminal it prints the status instead.
            Exit status: 0 done, 1 failure, 2 usage or validation, 3 daemon unreachable, 4 not permitted, \
            5 not found, 6 conflict, 7 time-out, 8 daemon error, 9 partly done.
            """,
        version: GatehouseVersion.current,
        subcommands: [
            ConsoleCommand.self, StatusCommand.self, WhoAmICommand.self, TrafficCommand.self, ApprovalsCommand.self,
            ListsCommand.self, RulesCommand.self, TablesCommand.self, FlowsCommand.self, AccountsCommand.self,
            ConnectorsCommand.self, EndpointsCommand.self, PolicyCommand.self, AuditCommand.self, ClockCommand.self,
            ExprCommand.self, DemoCommand.self,
        ]
    )

    @OptionGroup var control: ControlOptions

    func run() async throws {
        guard Terminal.isInteractive else { return try await printStatusAndHint() }
        try await ConsoleCommand.open(socket: control.socketPath, theme: nil)
    }

    private func printStatusAndHint() async throws {
        try await StatusCommand.print(control)
        StandardError.note("gatehouse --help lists the commands; the console needs a terminal on stdin and stdout.")
    }
}
