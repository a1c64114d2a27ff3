import ArgumentParser
import Foundation
import GatehouseModel

/// Runs the command that the arguments name, and exits with a status that scripts can rely on.
@main
enum Main {
    static func main() async {
        Descriptor.fillStandardStreams()
        ignoreBrokenPipes()
        let words = CommandTree.joiningValues(Array(CommandLine.arguments.dropFirst()))
        do {
            try await run(try parsed(words))
        } catch {
            ErrorReport(of: error).printAndExit()
        }
    }

    /// The command that the words name.
    ///
    /// - Throws: `Failure` for a noun or verb that does not exist, or an error of the argument parser.
    private static func parsed(_ words: [String]) throws -> sending any ParsableCommand {
        do {
            return try Gatehouse.parseAsRoot(words)
        } catch {
            guard !Gatehouse.exitCode(for: error).isSuccess else { throw error }
            throw CommandTree.whole?.failure(of: words) ?? error
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
