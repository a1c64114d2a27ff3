package import ControlProtocol
import Foundation
package import GatehouseModel
import Synchronization

/// A real gatehoused in a temporary directory, on a free port; it can be stopped and started again on the same store.
package final class RunningDaemon: Sendable {
    package static let username = "entra"
    package static let password = "correct horse"

    package let directory: TemporaryDirectory
    /// The limits of open files, as prlimit(1) takes them; nil for those of the tests.
    private let openFiles: String?
    private let program = Mutex<Program?>(nil)
    private let listen = Mutex<String>("")

    package var socket: String { directory.path + "/control.sock" }
    package var settingsFile: String { directory.path + "/gatehouse.toml" }
    /// The address of the last start, for example `127.0.0.1:40123`.
    package var address: String { listen.withLock(\.self) }
    package var port: UInt16 { UInt16(address.split(separator: ":").last ?? "") ?? 0 }
    /// Nil before the first start.
    package var running: Program? { program.withLock(\.self) }

    /// - Parameters:
    ///   - policy: the initial policy; by default `SamplePolicies.guests`.
    ///   - settings: further TOML for the settings file.
    ///   - openFiles: the limits of open files, as prlimit(1) takes them: `SOFT:HARD`.
    package init(policy: String = SamplePolicies.guests, settings: String = "", openFiles: String? = nil) throws {
        directory = try TemporaryDirectory()
        self.openFiles = openFiles
        try directory.write(Self.password, to: "entra.password")
        try directory.write(policy, to: "policy.toml")
        try directory.write(
            """
            [server]
            listen = "127.0.0.1:0"
            [control]
            socket = "control.sock"
            [storage]
            directory = "state"
            [policy]
            initial = "policy.toml"
            \(settings)
            """,
            to: "gatehouse.toml"
        )
    }

    deinit { running?.send(SIGKILL) }

    /// Starts it and waits until it answers at both doors.
    ///
    /// - Parameters:
    ///   - arguments: arguments besides its settings file.
    ///   - umask: the file mode mask at its start, in octal; by default that of the tests.
    @discardableResult
    package func start(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        umask: String? = nil
    ) async throws -> DaemonStatus {
        let program = try launch(arguments, environment: environment, umask: umask)
        self.program.withLock { $0 = program }
        return try await withClient { client in
            let status: DaemonStatus = try await eventually("gatehoused's first answer") {
                guard program.isRunning else {
                    throw TimedOut("gatehoused ended at its start: " + program.standardError)
                }
                return try? await client.send(GetStatus())
            }
            listen.withLock { $0 = status.listen }
            return status
        }
    }

    /// Starts the process without waiting.
    package func launch(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        umask: String? = nil
    ) throws -> Program {
        var words = [Program.builtDirectory + "/gatehoused", "--config", settingsFile] + arguments
        if let openFiles { words = ["/usr/bin/prlimit", "--nofile=" + openFiles] + words }
        if let umask { words = ["/bin/sh", "-c", "umask \(umask); exec \"$0\" \"$@\""] + words }
        return try Program(words[0], Array(words.dropFirst()), environment: environment)
    }

    /// Sends SIGTERM and returns the exit status.
    @discardableResult
    package func stop() async throws -> Int32? {
        guard let program = running else { return nil }
        program.send(SIGTERM)
        return try await program.ended(within: .seconds(30))
    }

    /// Sends SIGKILL, to simulate a crash.
    package func crash() async throws {
        guard let program = running else { return }
        program.send(SIGKILL)
        try await program.ended()
    }

    /// Runs `work` with a client of the control protocol.
    package func withClient<Result>(_ work: (ControlClient) async throws -> Result) async throws -> Result {
        try await ControlClient.with(socket: socket, work)
    }

    /// Runs `gatehouse` against it.
    package func gatehouse(_ arguments: String..., input: String? = nil) async throws -> Program.Result {
        try await Program.run("gatehouse", arguments, environment: ["GATEHOUSE_SOCKET": socket], input: input)
    }
}

/// Starts a daemon for `work` and stops it afterwards.
package func withDaemon<Result>(
    policy: String = SamplePolicies.guests,
    settings: String = "",
    openFiles: String? = nil,
    _ work: (RunningDaemon) async throws -> Result
) async throws -> Result {
    let daemon = try RunningDaemon(policy: policy, settings: settings, openFiles: openFiles)
    try await daemon.start()
    do {
        let result = try await work(daemon)
        try await daemon.stop()
        return result
    } catch {
        try? await daemon.crash()
        throw error
    }
}
