import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

/// The daemon's stores are complete, or it reports what is missing; and only its own user can read them.
@Suite struct `The stores of a real daemon` {
    @Test func `the stores are closed to others, whatever the umask and the directory's mode`() async throws {
        let daemon = try RunningDaemon()
        let state = daemon.directory.path + "/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: state)
        try await daemon.start(umask: "000")
        _ = try await daemon.gatehouse("lists", "add", "blocked", ".bad.example")
        _ = try await daemon.provider.call("request-approval", "ada@a.example")
        #expect(try open(in: state) == [])
        #expect(daemon.running?.standardError.contains("had mode 755") == true)
        try await daemon.crash()
        #expect(try open(in: state) == [])
        try await daemon.start(umask: "000")
        try await daemon.stop()
        #expect(try open(in: state) == [])
    }

    @Test func `a lost state.db prevents the start until the loss is accepted once, which is audited`()
        async throws
    {
        let daemon = try RunningDaemon()
        try await daemon.start()
        _ = try await daemon.provider.call("request-approval", "ada@a.example")
        try await daemon.stop()
        try FileManager.default.removeItem(atPath: daemon.directory.path + "/state/state.db")
        for arguments in [["--check"], []] {
            let result = try await Program.run("gatehoused", arguments + ["--config", daemon.settingsFile])
            #expect(result.status == 78)
            #expect(result.errors.contains("state.db is missing") && result.errors.contains("--accept-loss"))
        }
        let status = try await daemon.start(["--accept-loss"])
        #expect(status.degraded.contains { $0.contains("state.db is missing") })
        let audit = try await daemon.gatehouse("audit", "list", "-o", "json")
        #expect(audit.output.contains("accept-loss"))
        try await daemon.stop()
        #expect(try await daemon.start().degraded.contains { $0.contains("state.db") } == false)
        try await daemon.stop()
    }

    @Test func `a lost log of a killed daemon prevents the start`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        for number in 0..<30 { _ = try await daemon.provider.call("shop", "a\(number)@a.example") }
        try await daemon.crash()
        let check = try await Program.run("gatehoused", ["--check", "--config", daemon.settingsFile])
        #expect(check.status == 0, "\(check.errors)")
        try FileManager.default.removeItem(atPath: daemon.directory.path + "/state/journal/000001.db-wal")
        // The check must not create the missing file.
        for _ in 0..<2 {
            let result = try await Program.run("gatehoused", ["--check", "--config", daemon.settingsFile])
            #expect(result.status == 78)
            #expect(result.errors.contains("000001.db-wal is missing"))
        }
    }

    @Test func `the stores keep every decided call through a flood without credentials, and count the flood`()
        async throws
    {
        let settings = "[storage.retention]\nmost-calls = 1000"
        let daemon = try RunningDaemon(settings: settings)
        try await daemon.start()
        for number in 0..<20 { _ = try await daemon.provider.call("shop", "a\(number)@a.example") }
        // A connection without an authenticated call is closed after a while, so each round opens a new one.
        for _ in 0..<120 {
            let flood = try RawConnection(port: daemon.port)
            flood.send(String(repeating: "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", count: 10))
            let (bytes, _) = await flood.read { RawAnswer.all(in: $0).count >= 10 }
            #expect(RawAnswer.all(in: bytes).map(\.status) == Array(repeating: 404, count: 10))
        }
        let status = try await daemon.withClient { try await $0.send(GetStatus()) }
        #expect(status.refused?.total == 1200)
        #expect(status.degraded.contains { $0.contains("127.0.0.1") && $0.contains("without a valid credential") })
        let calls = try await daemon.gatehouse("traffic", "list", "--limit", "1000", "-o", "json").json?.array ?? []
        #expect(calls.count { $0["outcome"]?.string == "continue" } == 20)
        #expect((1...30).contains(calls.count { $0["outcome"]?.string == "refused" }))
        try await daemon.stop()
    }

    @Test(arguments: ["full", "relaxed"])
    func `the stores raise no alarm after power cuts`(durability: String) async throws {
        let daemon = try RunningDaemon()
        let settings = try String(contentsOfFile: daemon.settingsFile, encoding: .utf8)
        try settings.replacing("directory = \"state\"", with: "directory = \"state\"\ndurability = \"\(durability)\"")
            .write(toFile: daemon.settingsFile, atomically: true, encoding: .utf8)
        let root = URL(filePath: daemon.directory.path)
        let shim = try PowerCutShim(in: root)
        let (state, log) = (root.appending(path: "state"), root.appending(path: "power.log"))
        var acknowledged: Set<String> = []
        for round in 0..<6 {
            var random = Seeded(state: UInt64(round) + 7)
            // A start that is refused because of a supposed loss fails here.
            try await daemon.start(environment: shim.environment(watching: state, log: log))
            let crowd = Crowd(daemon, endpoint: round % 2 == 0 ? "shop" : "request-approval", named: "p\(round)")
            try await crowd.call(until: 30 + 90 * round) { try await daemon.crash() }
            let severity = PowerCut.Severity.allCases[round % PowerCut.Severity.allCases.count]
            try PowerCut.strike(log: log, directory: state, severity: severity, using: &random)
            acknowledged.formUnion(crowd.acknowledged)
        }
        try await daemon.start()
        let journal = try await daemon.withClient { try await $0.callers() }
        if durability == "full" { #expect(acknowledged.subtracting(journal).isEmpty) }
        try await daemon.stop()
    }

    /// Files and directories below `state` to which other users have any access.
    private func open(in state: String) throws -> [String] {
        let manager = FileManager.default
        return try ([""] + manager.subpathsOfDirectory(atPath: state)).filter { name in
            // SQLite's logs may disappear meanwhile.
            guard let facts = try? manager.attributesOfItem(atPath: state + "/" + name),
                let mode = (facts[.posixPermissions] as? NSNumber)?.intValue
            else { return false }
            return mode & 0o077 != 0
        }
    }
}
