import ArgumentParser
import Foundation
import GatehouseModel

/// Runs the command the arguments name and turns whatever comes of it into an exit status that scripts can rely on.
@main
enum Main {
    static func main() async {
        Descriptor.fillStandardStreams()
        ignoreBrokenPipes()
        do {
            try await run(try Gatehouse.parseAsRoot())
        } catch {
            Farewell(of: error).speakAndExit()
        }
    }

    private static func run(_ command: sending any ParsableCommand) async throws {
        guard var command = command as? any AsyncParsableCommand else {
            var command = command
            return try command.run()
        }
        try await command.run()
    }

    /// `gatehouse … | head` ends quietly: the write fails and `StandardOutput` leaves.
    private static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
