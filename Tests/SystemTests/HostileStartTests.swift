import Foundation
import TestSupport
import Testing

/// Invalid arguments, environments and files.
@Suite struct `Invalid input to the programs` {
    /// The status is negative if a signal ended the program.
    private func expectReason(_ result: Program.Result, statuses: Set<Int32>, _ what: String) {
        #expect(statuses.contains(result.status), "\(what): \(result.status) \(result.errors)")
        let text = result.errors
        #expect(!text.contains("Fatal error") && !text.contains("could not be completed"), "\(what): \(text)")
        #expect(!text.contains("couldn’t") && !text.contains("doesn’t exist"), "\(what): \(text)")
    }

    @Test(arguments: [
        ["demo", "--rate", "1e-300"], ["demo", "--rate", "nan"], ["demo", "--rate", "inf"], ["demo", "--rate", "-1"],
        ["demo", "--signups", "0"], ["demo", "--signups", "-9223372036854775808"],
        ["demo", "--signups", "99999999999999999999"], ["flows", "run", "f", "--count", "99999999999999999999"],
        ["flows", "run", "f", "--count", "1", "--rate", "1e-320"], ["flows", "run", "f", "--count", "10000001"],
        ["traffic", "list", "--limit", "-1"], ["traffic", "list", "--limit", "99999999999999999999"],
        ["lists", "add", "l", "a.example", "--expires", "99999999999999d"],
        ["lists", "add", "l", "a.example", "--expires", "9223372036854775807w"],
        ["lists", "add", "l", "a.example", "--expires", "-1d"],
        ["policy", "diff", "--to", "99999999999999999999"], ["policy", "rollback", "-1"],
    ])
    func `invalid numbers are wrong usage`(arguments: [String]) async throws {
        let socket = ["--socket", "/tmp/gatehouse-no-such.sock"]
        let own = arguments.first == "demo" ? arguments : arguments + socket
        expectReason(try await Program.run("gatehouse", own), statuses: [2, 3], arguments.joined(separator: " "))
    }

    @Test(arguments: [
        ["--to", "-9223372036854775808"], ["--to", "9223372036854775807"], ["--from", "9223372036854775807"],
    ])
    func `revisions at the end of the range are not found`(arguments: [String]) async throws {
        try await withDaemon { daemon in
            let result = try await Program.run(
                "gatehouse",
                ["policy", "diff", "--socket", daemon.socket] + arguments
            )
            expectReason(result, statuses: [0, 1, 2, 5], arguments.joined(separator: " "))
        }
    }

    @Test func `positions and numbers at the end of the range do not end the daemon`() async throws {
        try await withDaemon { daemon in
            let most = "9223372036854775807"
            for target in [
                "/v1/events?after=\(most)", "/v1/events?after=-\(most)", "/v1/traffic?limit=\(most)",
                "/v1/calls?limit=\(most)", "/v1/calls?filter=took:%3E\(most)",
                "/v1/calls?filter=status:\(most)..\(most)",
                "/v1/calls?filter=since:999999999999d", "/v1/policy/revisions/\(most)", "/v1/audit?limit=\(most)",
            ] {
                _ = try await Program.run(
                    "/usr/bin/curl",
                    ["-s", "-m", "1", "--unix-socket", daemon.socket, "http://local" + target]
                )
                #expect(daemon.running?.isRunning == true, "\(target)")
            }
            #expect(try await daemon.gatehouse("status").status == 0)
        }
    }

    @Test(arguments: [
        "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:99999999999999999999", ":", "", "[::1", "[]:1", "127.0.0.1:0x50",
        "nowhere.invalid:80", "300.300.300.300:80",
    ])
    func `an invalid address is reported`(listen: String) async throws {
        let daemon = try RunningDaemon()
        let result = try await Program.run("gatehoused", ["--config", daemon.settingsFile, "--listen", listen])
        expectReason(result, statuses: [69, 78], listen)
    }

    @Test func `an address that another program uses is reported with the remedy`() async throws {
        try await withDaemon { first in
            let second = try RunningDaemon()
            let result = try await Program.run(
                "gatehoused",
                ["--config", second.settingsFile, "--listen", first.address]
            )
            #expect(result.status == 69)
            #expect(result.errors.contains("another program uses the address; free the port"), "\(result.errors)")
        }
    }

    @Test(arguments: [
        ["LISTEN_FDS": "99999999999", "LISTEN_PID": "1"], ["LISTEN_FDS": "-1", "LISTEN_FDNAMES": "::::"],
        ["NOTIFY_SOCKET": "@" + String(repeating: "x", count: 300)], ["NOTIFY_SOCKET": "@"], ["NOTIFY_SOCKET": "/"],
        ["COLUMNS": "-1", "LINES": "99999999999999999999", "TERM": ""], ["TMPDIR": "", "LANG": "\u{1}"],
        ["XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": "", "XDG_RUNTIME_DIR": "\u{FFFD}", "HOME": ""],
        ["SWIFT_BACKTRACE": "enable=no"],
    ])
    func `odd environment variables do not prevent work`(environment: [String: String]) async throws {
        let daemon = try RunningDaemon()
        let running = try Program("gatehoused", ["--config", daemon.settingsFile], environment: environment)
        _ = try await eventually("the daemon's start") {
            try #require(running.isRunning, "\(running.standardError)")
            return running.standardError.contains(" ready ") ? true : nil
        }
        let status = try await Program.run(
            "gatehouse",
            ["status", "--socket", daemon.socket],
            environment: environment
        )
        #expect(status.status == 0, "\(status.errors)")
        running.send(SIGTERM)
        #expect(try await running.ended(within: .seconds(30)) == 0)
    }

    @Test func `a socket path that is too long is reported`() async throws {
        let daemon = try RunningDaemon()
        let path = daemon.directory.path + "/" + String(repeating: "s", count: 120)
        let result = try await Program.run("gatehoused", ["--config", daemon.settingsFile, "--socket", path])
        expectReason(result, statuses: [69], "daemon")
        #expect(result.errors.contains(path))
        expectReason(try await Program.run("gatehouse", ["status", "--socket", path]), statuses: [3], "client")
    }

    /// A path that does not lead to a text file.
    enum NoFile: CaseIterable, Sendable {
        case missing, directory, pipe, device, binary, underFile, longName, loop

        func make(in directory: TemporaryDirectory) throws -> String {
            let path = directory.path + "/given"
            switch self {
            case .missing: break
            case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .device: return "/dev/zero"
            case .binary: try Data([0xFF, 0xFE, 0]).write(to: URL(filePath: path))
            case .underFile: return try directory.write("", to: "file") + "/given"
            case .longName: return directory.path + "/" + String(repeating: "n", count: 300)
            case .loop: try #require(symlink("given", path) == 0)
            }
            return path
        }
    }

    @Test(arguments: NoFile.allCases)
    func `a file that is not text is reported with the reason by the daemon`(file: NoFile) async throws {
        let directory = try TemporaryDirectory()
        let path = try file.make(in: directory)
        let settings = try await Program.run("gatehoused", ["--check", "--config", path])
        expectReason(settings, statuses: [78], "settings")
        #expect(settings.errors.contains(path), "\(settings.errors)")
        let text = "[storage]\ndirectory = \"state\"\n[policy]\ninitial = \"\(path)\"\n"
        let policy = try await Program.run(
            "gatehoused",
            ["--check", "--config", try directory.write(text, to: "gatehouse.toml")]
        )
        expectReason(policy, statuses: [78], "policy")
        #expect(policy.errors.contains(path), "\(policy.errors)")
        let tls = "[server.tls]\ncertificate = \"\(path)\"\nprivate-key = \"\(path)\"\n"
        let secure = try await Program.run(
            "gatehoused",
            ["--check", "--config", try directory.write(tls, to: "tls.toml")]
        )
        expectReason(secure, statuses: [78], "TLS")
        #expect(secure.errors.contains(path), "\(secure.errors)")
    }

    @Test(arguments: NoFile.allCases)
    func `a file that is not text is reported with the reason by the command line`(file: NoFile) async throws {
        let directory = try TemporaryDirectory()
        let path = try file.make(in: directory)
        for arguments in [["expr", "1", "--claims", path], ["policy", "check", path]] {
            let result = try await Program.run("gatehouse", arguments)
            expectReason(result, statuses: [2, 3], arguments[0])
            #expect(result.errors.contains(path), "\(result.errors)")
        }
    }

    @Test func `a file from a shell's pipe is read`() async throws {
        let program = Program.builtDirectory + "/gatehouse"
        let line = "'\(program)' expr 'claims.a' --claims <(echo '{\"a\":1}')"
        #expect(try await Program.run("/bin/bash", ["-c", line]).output == "1  (int)\n")
    }
}
