import Foundation
import TestSupport
import Testing

/// Signals to a daemon during its start.
@Suite struct `A daemon that starts` {
    /// A moment of the start, according to the files in the daemon's directory.
    enum Moment: CaseIterable, Sendable {
        case stateLocked, socketBound, storeMade, journalMade

        func hasCome(in directory: String) -> Bool {
            let name =
                switch self {
                case .stateLocked: "state/lock"
                case .socketBound: "control.sock"
                case .storeMade: "state/state.db"
                case .journalMade: "state/journal/000001.db"
                }
            return FileManager.default.fileExists(atPath: directory + "/" + name)
        }
    }

    private func starting(_ daemon: RunningDaemon, until moment: Moment) async throws -> Program {
        let program = try Program("gatehoused", ["--config", daemon.settingsFile])
        _ = try await eventually("the start at \(moment)") { moment.hasCome(in: daemon.directory.path) ? true : nil }
        return program
    }

    @Test(arguments: Moment.allCases)
    func `a starting daemon is not ended by SIGHUP, and reloads when it is ready`(moment: Moment) async throws {
        let daemon = try RunningDaemon()
        let program = try await starting(daemon, until: moment)
        program.send(SIGHUP)
        _ = try await eventually("the reload") { program.standardError.contains("reloaded") ? true : nil }
        program.send(SIGTERM)
        #expect(try await program.ended(within: .seconds(30)) == 0)
    }

    @Test(arguments: Moment.allCases, [SIGTERM, SIGINT])
    func `a starting daemon stops in order at SIGTERM and SIGINT`(moment: Moment, signal: Int32) async throws {
        let daemon = try RunningDaemon()
        let program = try await starting(daemon, until: moment)
        program.send(signal)
        #expect(try await program.ended(within: .seconds(30)) == 0)
        #expect(!FileManager.default.fileExists(atPath: daemon.socket))
    }

    @Test func `a starting daemon waits for a predecessor that is about to end`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        // A stopped process holds its locks, like one whose crash is being examined.
        daemon.running?.send(SIGSTOP)
        let second = try Program("gatehoused", ["--config", daemon.settingsFile])
        daemon.running?.send(SIGKILL)
        _ = try await eventually("the second daemon") { second.standardError.contains(" ready ") ? true : nil }
        second.send(SIGTERM)
        #expect(try await second.ended(within: .seconds(30)) == 0)
    }

    @Test func `a starting daemon names the process that holds what it needs`() async throws {
        try await withDaemon { daemon in
            let second = try await Program.run("gatehoused", ["--config", daemon.settingsFile])
            #expect(second.status == 69)
            let holder = try String(contentsOfFile: daemon.directory.path + "/state/lock", encoding: .utf8)
            #expect(second.errors.contains("(process \(holder.dropLast()))"), "\(second.errors)")
        }
    }

    @Test func `a daemon ends with its standard input if told to`() async throws {
        let daemon = try RunningDaemon()
        // Programs in tests have an empty standard input.
        let result = try await Program.run("gatehoused", ["--config", daemon.settingsFile, "--until-input-ends"])
        #expect(result.status == 0)
        #expect(result.errors.contains("stopped"))
    }
}
