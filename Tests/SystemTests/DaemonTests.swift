import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The daemon as a process` {
    @Test func `the daemon answers every accepted call before it stops at SIGTERM`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        let crowd = Crowd(daemon, endpoint: "shop", named: "t")
        try await crowd.call(until: 200) {
            daemon.running?.send(SIGTERM)
            let status = try await daemon.running?.ended(within: .seconds(30))
            #expect(status == 0)
        }
        try await daemon.start()
        let journal = try await daemon.withClient { client in try await client.callers() }
        #expect(journal == crowd.acknowledged)
        try await daemon.stop()
    }

    @Test func `a second daemon on the same socket and store refuses to start, and the first one continues`()
        async throws
    {
        try await withDaemon { daemon in
            let second = try await Program.run("gatehoused", ["--config", daemon.settingsFile])
            #expect(second.status != 0)
            #expect(second.errors.contains("control.sock") || second.errors.contains("state"))
            #expect(try await daemon.gatehouse("status").status == 0)
            #expect(try await daemon.provider.call("shop", "ada@a.example").status == 200)
        }
    }

    @Test func `the daemon keeps approvals, lists and calls across a restart`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        _ = try await daemon.gatehouse("lists", "add", "blocked", ".bad.example")
        _ = try await daemon.provider.call("request-approval", "ada@a.example")
        #expect(try await daemon.stop() == 0)
        try await daemon.start()
        #expect(try await daemon.provider.call("shop", "x@bad.example").action == "ShowBlockPage")
        let waiting = try await daemon.gatehouse("approvals", "list", "--state", "pending", "-o", "json")
        #expect(waiting.json?[0]?["email"]?.string == "ada@a.example")
        #expect(try await daemon.gatehouse("traffic", "list", "-o", "json").json?.array?.count == 2)
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }

    @Test(arguments: [
        ("[server]\nlisten = 8080\n", 2), ("[server]\nlisten = \"127.0.0.1:0\"\nlisen = 1\n", 3),
        ("[server]\nlisten = \"0.0.0.0:80\"\n", 2), ("[storage]\ndurability = \"some\"\n", 2), ("[server\n", 1),
        ("\n[policy]\ninitial = \"missing.toml\"\n", 3),
    ])
    func `the daemon checks its settings and reports file, line and remedy`(settings: String, line: Int) async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(settings, to: "gatehouse.toml")
        let result = try await Program.run("gatehoused", ["--check", "--config", file])
        #expect(result.status == 78)
        #expect(result.errors.contains("\(file):\(line):"), "\(result.errors)")
        #expect(result.errors.contains(";"), "no remedy: \(result.errors)")
    }

    @Test func `the daemon checks the initial policy too`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("[[endpoint]]\nname = \"x\"\ndialekt = \"entra-b2b\"\n", to: "policy.toml")
        let settings = "[storage]\ndirectory = \"state\"\n[policy]\ninitial = \"policy.toml\"\n"
        let file = try directory.write(settings, to: "gatehouse.toml")
        let result = try await Program.run("gatehoused", ["--check", "--config", file])
        #expect(result.status == 78)
        #expect(result.errors.contains("policy.toml:"), "\(result.errors)")
    }

    @Test func `the daemon accepts the installed settings and policy`() async throws {
        let directory = try TemporaryDirectory()
        for name in ["gatehouse.toml", "policy.toml"] {
            let text = try String(contentsOfFile: Repository.root + "/packaging/" + name, encoding: .utf8)
            try directory.write(text, to: name)
        }
        try directory.write("secret", to: "entra.password")
        let result = try await Program.run(
            "gatehoused",
            [
                "--check", "--config", directory.path + "/gatehouse.toml",
                "--state-directory", directory.path + "/state",
            ]
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("policy ok: 2 endpoints"))
    }
}
