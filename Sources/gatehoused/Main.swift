import ArgumentParser
import Foundation
import GatehouseDaemon

/// Runs the daemon and ends with its exit status.
@main
enum Main {
    static func main() async {
        DaemonProgram.prepareProcess()
        exit(await status())
    }

    private static func status() async -> Int32 {
        do {
            return try await Gatehoused.parse().status()
        } catch {
            let code = Gatehoused.exitCode(for: error)
            let text = Gatehoused.fullMessage(for: error)
            return code.isSuccess ? DaemonProgram.say(text) : DaemonProgram.complain(text, code.rawValue)
        }
    }
}

/// What the arguments say.
struct Gatehoused: ParsableCommand {
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

    @Flag(
        name: .customLong("until-input-ends"),
        help: "Stop, as at SIGTERM, when standard input ends: so the daemon never outlives the program that started it."
    )
    var untilInputEnds = false

    @Flag(help: "Check settings, policy, secrets, certificates and the state directory, then exit.")
    var check = false

    /// Returns the exit status.
    func status() async -> Int32 {
        let program = DaemonProgram(
            config: config,
            stateDirectory: stateDirectory,
            socket: socket,
            listen: listen,
            logFormat: logFormat,
            acceptsLoss: acceptLoss,
            untilInputEnds: untilInputEnds
        )
        return check ? program.check() : await program.run()
    }
}

extension LogFormat: ExpressibleByArgument {}
