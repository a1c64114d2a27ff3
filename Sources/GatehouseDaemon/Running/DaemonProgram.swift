import Foundation
import GatehouseModel
import Logging
import NIOCore
import PolicyEngine
import StrictTOML

/// The program `gatehoused`: runs the daemon or checks its settings.
package struct DaemonProgram: Sendable {
    package static let version = GatehouseVersion.current

    private let config: String?
    private let stateDirectory: String?
    private let socket: String?
    private let listen: String?
    private let logFormat: LogFormat
    private let acceptsLoss: Bool
    private let untilInputEnds: Bool

    package init(
        config: String?,
        stateDirectory: String?,
        socket: String?,
        listen: String?,
        logFormat: LogFormat,
        acceptsLoss: Bool = false,
        untilInputEnds: Bool
    ) {
        self.acceptsLoss = acceptsLoss
        self.config = config
        self.stateDirectory = stateDirectory
        self.socket = socket
        self.listen = listen
        self.logFormat = logFormat
        self.untilInputEnds = untilInputEnds
    }

    /// The exit statuses (sysexits(3)). The systemd unit does not restart the daemon after 78.
    private enum Status {
        static let ok: Int32 = 0
        static let failure: Int32 = 1
        static let unavailable: Int32 = 69
        static let inputOutput: Int32 = 74
        static let configuration: Int32 = 78
    }

    /// Prepares the process's descriptors and signals. Must be called before anything else.
    package static func prepareProcess() {
        Descriptor.fillStandardStreams()
        ProcessSignals.ignoreThoseThatKill()
    }

    /// Prints help, the version or a result. Returns the exit status, which is 1 if the text could not be written.
    ///
    /// A reader that has gone is not a failure.
    package static func say(_ text: String) -> Int32 {
        do throws(SystemError) {
            try Descriptor.write((text + "\n").utf8, to: STDOUT_FILENO)
        } catch  where error.errnoCode != EPIPE {
            return complain("cannot write to standard output: \(error)", Status.failure)
        } catch {}
        return Status.ok
    }

    /// Prints the reason to standard error and returns the exit status.
    package static func complain(_ reason: String, _ status: Int32) -> Int32 {
        // If this cannot be written, the exit status still tells of the failure.
        try? Descriptor.write(complaint(reason), to: STDERR_FILENO)
        return status
    }

    private static func complaint(_ reason: String) -> [UInt8] {
        let lines = reason.split(separator: "\n", omittingEmptySubsequences: false).map { LogText.escaped(String($0)) }
        return Array("gatehoused: \(lines.joined(separator: "\n"))\n".utf8)
    }

    /// Runs the daemon; returns the exit status.
    package func run() async -> Int32 {
        ProcessMemory.dispenseWithFastBins()
        // The control socket and the calls to connectors need few event loops, and each loop takes descriptors.
        NIOSingletons.groupLoopCountSuggestion = min(DescriptorBudget.controlLoops, System.coreCount)
        let writer = logFormat.writer(to: STDERR_FILENO)
        let logger = Logger(label: "gatehoused") { _ in StandardErrorLog(format: logFormat, writer: writer) }
        let status: Int32
        do {
            try await serve(logger)
            status = Status.ok
        } catch {
            // Written after the waiting log lines; the flush below bounds the wait for both.
            writer.put(Self.complaint(PlainReason.of(error)))
            status = Self.status(of: error)
        }
        writer.flush()
        return status
    }

    private func serve(_ logger: Logger) async throws {
        try AddressSpace.check()
        let settings: Settings
        do {
            settings = try resolve()
        } catch {
            throw SettingsProblem(error)
        }
        let daemon = Daemon(
            settings: settings,
            acceptsLoss: acceptsLoss,
            logger: logger,
            untilInputEnds: untilInputEnds
        )
        try await daemon.run()
    }

    /// Gives every fault in the settings the same exit status.
    private struct SettingsProblem: Error, CustomStringConvertible {
        let description: String

        init(_ error: any Error) { description = PlainReason.of(error) }
    }

    /// Checks everything that can be checked without starting; returns the exit status.
    package func check() -> Int32 {
        do {
            let settings = try resolve()
            if let tls = settings.server.tls { _ = try tls.context() }
            if let path = settings.initialPolicy {
                let document = try PolicyDocument.parse(try InitialPolicy.read(path), file: path)
                let snapshot = PolicySnapshot(document: document, revision: 0, indexes: [:])
                _ = try ActivePolicy(snapshot, secretsIn: URL(fileURLWithPath: path).deletingLastPathComponent().path)
                let status = Self.say(Self.report(on: document, path, stateDirectory: settings.storage.directory))
                guard status == Status.ok else { return status }
            }
            let stores = try Self.inspect(settings.storage.directory)
            if !stores.remarks.isEmpty {
                let remarks = stores.remarks.map { "state: \(LogText.escaped($0))" }.joined(separator: "\n")
                let status = Self.say(remarks)
                guard status == Status.ok else { return status }
            }
            guard stores.losses.isEmpty else { throw StoreLoss(description: stores.problem) }
            return Self.say(
                LogText.escaped(
                    "settings ok: listen \(settings.server.listen), state \(settings.storage.directory), "
                        + "socket \(settings.control.socket)"
                )
            )
        } catch {
            return Self.complain(PlainReason.of(error), Status.configuration)
        }
    }

    /// A running daemon may write during the inspection, so the inspection is repeated if something seems missing.
    private static func inspect(_ directory: String) throws -> StoreInspection {
        var inspection = try StoreInspection(directory)
        for _ in 0..<2 where !inspection.losses.isEmpty { inspection = try StoreInspection(directory) }
        return inspection
    }

    /// The report on a valid policy file. It says "ok" only if the policy is in force or will be at the first start.
    private static func report(on document: PolicyDocument, _ path: String, stateDirectory: String) -> String {
        var lines: [String] = []
        do {
            if let current = try InitialPolicy.inForce(stateDirectory: stateDirectory) {
                if let difference = InitialPolicy.difference(of: path, from: current) {
                    lines = ["policy valid, not in force: \(contents(of: document))", difference]
                } else {
                    lines = ["policy ok: \(contents(of: document)); in force as revision \(current.number)"]
                }
            } else {
                lines = ["policy ok: \(contents(of: document)); the first start puts it in force"]
            }
        } catch {
            let why = LogText.escaped(PlainReason.of(error))
            lines = ["policy valid: \(contents(of: document)); cannot tell whether it is in force: \(why)"]
        }
        if let warning = StatusBoard.warning(about: document) { lines.append(warning) }
        return lines.joined(separator: "\n")
    }

    private static func contents(of document: PolicyDocument) -> String {
        let parts = [
            (document.endpoints.count, "endpoint"), (document.lists.count, "list"), (document.queues.count, "queue"),
            (document.credentials.count, "credential"), (document.ruleSet.definitions.count, "rule"),
            (document.tables.count, "table"), (document.connectors.count, "connector"),
            (document.flows.count, "user flow"),
        ]
        let words = parts.filter { $0.0 > 0 }.map { $0.0 == 1 ? "1 \($0.1)" : "\($0.0) \($0.1)s" }
        return words.isEmpty ? "empty" : words.joined(separator: ", ")
    }

    private func resolve() throws -> Settings {
        let places = Places.current
        var settings: Settings
        if let config {
            settings = try Settings(file: config, places: places)
        } else if FileManager.default.fileExists(atPath: places.configuration) {
            settings = try Settings(file: places.configuration, places: places)
        } else {
            settings = Settings(places: places)
        }
        if let stateDirectory { settings.storage.directory = absolute(stateDirectory) }
        if let socket { settings.control.socket = absolute(socket) }
        if let listen {
            guard let address = ListenAddress(listen) else {
                throw StartProblem("--listen \(listen): not ADDRESS:PORT; write for example 127.0.0.1:8080")
            }
            guard address.isLoopback || settings.server.tls != nil || settings.server.allowPlaintext else {
                throw StartProblem(
                    "--listen \(listen): plain HTTP is only served on loopback addresses; add [server.tls]"
                )
            }
            settings.server.listen = address
        }
        return settings
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    private static func status(of error: any Error) -> Int32 {
        switch error {
        case is SettingsProblem, is TOMLProblem, is SecretProblem, is RoleBook.BadName: Status.configuration
        case is SocketProblem, is StartProblem, is StateDirectory.Problem: Status.unavailable
        case is StoreLoss, StorageFailure.unsuitable: Status.configuration
        case is StorageFailure: Status.inputOutput
        default: Status.failure
        }
    }
}
