import ControlProtocol
import Foundation
import GatehouseModel

/// A gatehoused for the demo, in a temporary directory, on a port that the system picks. Stopping it removes the
/// directory.
///
/// The daemon stops when its standard input ends, so it cannot outlive this process, however the process ends.
final class PrivateDaemon: Sendable {
    let directory: String
    let client: ControlClient
    /// For example `http://127.0.0.1:40123`.
    let base: String
    private let process: Process

    var socket: String { directory + "/control.sock" }

    private init(directory: String, client: ControlClient, base: String, process: Process) {
        self.directory = directory
        self.client = client
        self.base = base
        self.process = process
    }

    /// Starts the daemon and waits until it answers.
    static func start() async throws -> PrivateDaemon {
        let directory = try temporaryDirectory()
        do {
            try Task.checkCancellation()
            try SamplePolicy.write(to: directory)
            let process = try launch(in: directory)
            let client = ControlClient(socket: directory + "/control.sock")
            do {
                let status = try await firstStatus(client, process, directory)
                return PrivateDaemon(
                    directory: directory,
                    client: client,
                    base: "http://" + status.listen,
                    process: process
                )
            } catch {
                await client.close()
                await end(process)
                throw error
            }
        } catch {
            try? FileManager.default.removeItem(atPath: directory)
            throw error
        }
    }

    /// Stops the daemon, by force if necessary, and removes its directory.
    func stop() async {
        await client.close()
        await Self.end(process)
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Waits in a separate task, so that cancellation cannot leave the daemon running.
    private static func end(_ process: Process) async {
        guard process.isRunning else { return }
        process.terminate()
        await Task.detached {
            // What it has stored is thrown away, so it need not finish in good order.
            let deadline = ContinuousClock.now + .seconds(2)
            while process.isRunning, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(10)) }
            guard process.isRunning else { return }
            kill(process.processIdentifier, SIGKILL)
            let end = ContinuousClock.now + .seconds(2)
            while process.isRunning, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(10)) }
        }.value
    }

    private static func temporaryDirectory() throws -> String {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.utf8.count < 60 ? $0 : nil } ?? "/tmp"
        var template = Array((parent + "/gatehouse-demo-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(
                .failure,
                "cannot make a temporary directory in \(parent): \(SystemError.last)",
                hint: "Set TMPDIR to another."
            )
        }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func launch(in directory: String) throws -> Process {
        let log = directory + "/gatehoused.log"
        try BoundedFile.write([], to: log)
        let process = Process()
        process.executableURL = URL(filePath: try program())
        process.arguments = ["--config", directory + "/gatehouse.toml", "--until-input-ends"]
        // safe: only passed on.
        process.standardInput = FileHandle(fileDescriptor: try lifeline(), closeOnDealloc: true)
        process.standardOutput = FileHandle.nullDevice  // safe: only passed on.
        process.standardError = FileHandle(forWritingAtPath: log)  // safe: only passed on.
        do { try process.run() } catch {
            throw Failure(
                .failure,
                "cannot start \(process.executableURL?.path ?? "gatehoused"): \(PlainReason.of(error))",
                hint: "Try again when the machine has processes and memory to spare."
            )
        }
        return process
    }

    /// The read end of a pipe whose write end is open for as long as this process lives.
    private static func lifeline() throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.failure, "cannot make a pipe: \(SystemError.last)", hint: "Raise the limit of open files.")
        }
        // No other process may hold the write end, least of all the daemon.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends[0]
    }

    /// The path of the gatehoused next to this program.
    private static func program() throws -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let path = URL(filePath: own).deletingLastPathComponent().path + "/gatehoused"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(
                .failure,
                "there is no gatehoused at \(path)",
                hint: "Build or install both programs together."
            )
        }
        return path
    }

    private static func firstStatus(
        _ client: ControlClient,
        _ process: Process,
        _ directory: String
    ) async throws -> DaemonStatus {
        let deadline = ContinuousClock.now + .seconds(15)
        while process.isRunning, ContinuousClock.now < deadline {
            if let status = try? await client.send(GetStatus()) { return status }
            try await Task.sleep(for: .milliseconds(20))
        }
        let log = (try? String(contentsOfFile: directory + "/gatehoused.log", encoding: .utf8)) ?? ""
        throw Failure(.unreachable, "the demo's gatehoused did not start", hint: String(log.suffix(2_000)))
    }
}
