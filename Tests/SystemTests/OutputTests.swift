import Foundation
import TestSupport
import Testing

/// The behaviour of the programs when their output or log cannot be written.
@Suite struct `Output that cannot be written` {
    /// Runs a shell line in which `gatehouse` and `gatehoused` name the built programs.
    private func shell(_ line: String, environment: [String: String] = [:]) async throws -> Program.Result {
        let functions = ["gatehouse", "gatehoused"].map { "\($0)() { '\(Program.builtDirectory)/\($0)' \"$@\"; }" }
        return try await Program.run(
            "/bin/sh",
            ["-c", functions.joined(separator: "\n") + "\n" + line],
            environment: environment
        )
    }

    @Test(arguments: [
        "gatehouse --help", "gatehouse expr --functions", "gatehouse expr '1 + 1'", "gatehoused --help",
        "gatehoused --version", "echo '{\"expr\":\"1\"}' | gatehouse expr --batch",
    ])
    func `output to a full disk or a closed stream fails with a reason`(command: String) async throws {
        let full = try await shell("\(command) > /dev/full")
        #expect(full.status == 1)
        #expect(full.errors.contains("cannot write to standard output: the disk is full"), "\(full.errors)")
        let closed = try await shell("\(command) >&-")
        #expect(closed.status == 1)
        #expect(closed.errors.contains("cannot write to standard output: it is closed"), "\(closed.errors)")
    }

    @Test(arguments: ["gatehouse --help", "gatehouse expr --functions", "gatehoused --help"])
    func `output to a reader that has gone is not a failure`(command: String) async throws {
        let result = try await shell("{ \(command); echo $? >&2; } | true")
        #expect(result.errors == "0\n")
    }

    @Test(arguments: ["2> /dev/full", "2>&-", "2>&- >&- <&-"])
    func `unusable standard error changes no exit status`(redirection: String) async throws {
        #expect(try await shell("gatehouse --nonsense \(redirection)").status == 2)
        #expect(try await shell("gatehoused --nonsense \(redirection)").status == 64)
        #expect(try await shell("gatehoused --config /nowhere/x \(redirection)").status == 78)
    }

    @Test(arguments: ["2> /dev/full", "2>&-", "2>&- >&- <&-", "2> >(exec true)", "2> >(exec sleep 1000)"])
    func `a daemon that cannot write its log keeps working, and its store is sound`(
        redirection: String
    ) async throws {
        let daemon = try RunningDaemon()
        let program = Program.builtDirectory + "/gatehoused"
        let line = "exec '\(program)' --config '\(daemon.settingsFile)' \(redirection)"
        let running = try Program("/bin/bash", ["-c", line])
        _ = try await daemon.withClient { client in
            try await eventually("the daemon's first answer") {
                try #require(running.isRunning)
                return try? await client.callers()
            }
        }
        // Each reload logs a line; together they exceed a pipe and the daemon's buffer.
        for _ in 0..<200 { running.send(SIGHUP) }
        let status = try await daemon.gatehouse("status")
        #expect(status.status == 0, "\(status.errors)")
        running.send(SIGTERM)
        #expect(try await running.ended(within: .seconds(30)) == 0)
        // No log line went into files that were opened later.
        try await daemon.start()
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }
}
