import ArgumentParser
import Foundation
import GatehouseDaemon
import Logging

/// The daemon program: arguments, then run.
@main
struct Gatehoused: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatehoused",
        abstract: "Answers the API connector calls of self-service sign-up.",
        discussion:
            "Runs in the foreground and logs to standard error. SIGTERM stops it after open calls are answered; "
            + "SIGHUP makes it read certificates and secrets again.",
        version: DaemonProgram.version
    )

    @Option(help: "The settings file. Default: /etc/gatehouse/gatehouse.toml, or XDG's place for users.")
    var config: String?

    @Option(name: .customLong("state-directory"), help: "Where state and journal live.")
    var stateDirectory: String?

    @Option(help: "The control socket's path.")
    var socket: String?

    @Option(help: "Where to serve endpoints, ADDRESS:PORT.")
    var listen: String?

    @Option(name: .customLong("log-format"), help: "text or json.")
    var logFormat: LogFormat = .text

    @Flag(
        name: .customLong("accept-loss"),
        help: "Start once though something is missing from the state directory, and record what."
    )
    var acceptLoss = false

    @Flag(help: "Check settings, policy, secrets, certificates and the state directory, then exit.")
    var check = false

    func run() async throws {
        let program = DaemonProgram(
            config: config,
            stateDirectory: stateDirectory,
            socket: socket,
            listen: listen,
            logFormat: logFormat,
            acceptsLoss: acceptLoss
        )
        let status = check ? program.check() : await program.run()
        if status != 0 { throw ExitCode(status) }
    }
}

extension LogFormat: ExpressibleByArgument {}
