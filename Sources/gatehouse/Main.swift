import ArgumentParser
import Foundation
import GatehouseModel

/// Runs the command that the arguments name, and exits with a status that scripts can rely on.
@main
enum Main {
    static func main() async {
        Descriptor.fillStandardStreams()
        ignoreBrokenPipes()
        do {
            let arguments = Arguments.joined(Array(CommandLine.arguments.dropFirst()))
            try Arguments.checkVerbs(arguments)
            try await run(try Gatehouse.parseAsRoot(arguments))
        } catch {
            ErrorReport(of: error).printAndExit()
        }
    }

    private static func run(_ command: sending any ParsableCommand) async throws {
        guard var command = command as? any AsyncParsableCommand else {
            var command = command
            return try command.run()
        }
        try await command.run()
    }

    /// Lets `gatehouse … | head` end quietly: the write fails and `StandardOutput` exits.
    private static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
