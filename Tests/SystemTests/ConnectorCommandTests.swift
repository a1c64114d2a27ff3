import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Connectors from the command line` {
    /// A policy whose flow asks the daemon's own endpoint.
    private func policy(port: UInt16) -> String {
        SamplePolicies.guests + """


            [[connector]]
            name = "own"
            url = "http://127.0.0.1:\(port)/endpoints/shop"
            dialect = "entra-b2b"
            allow = ["127.0.0.1"]
            authentication = { basic = { username = "entra", password = { file = "entra.password" } } }

            [[flow]]
            name = "customers"
            identity-providers = ["google.com", "local"]
            steps = { post-attribute-collection = "own" }

            [[flow.attribute]]
            name = "displayName"
            """
    }

    @Test func `connectors are probed before a flow may call them, and their calls are in the traffic`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write(policy(port: daemon.port), to: "flows.toml")
            let applied = try await daemon.gatehouse("policy", "apply", file)
            #expect(applied.status == 0, "\(applied.errors)")
            let person = try daemon.directory.write(
                #"{"email":"ada@b.example","form":{"displayName":"Ada"}}"#,
                to: "ada.json"
            )
            let tooEarly = try await daemon.gatehouse("flows", "run", "customers", "--claims", person)
            #expect(tooEarly.status != 0)
            let failed = try await daemon.gatehouse("traffic", "list", "--filter", "direction:outbound", "-o", "json")
            #expect(failed.json?[0]?["outcome"]?.string == "failed")

            let probe = try await daemon.gatehouse("connectors", "probe", "own", "-o", "json")
            #expect(probe.status == 0, "\(probe.output) \(probe.errors)")
            #expect(probe.json?["reading"]?.string == "continue")
            #expect(probe.json?["address"]?.string == "127.0.0.1")
            let list = try await daemon.gatehouse("connectors", "list", "-o", "json")
            #expect(list.json?[0]?["state"]?.string == "ready")

            let run = try await daemon.gatehouse("flows", "run", "customers", "--claims", person)
            #expect(run.status == 0, "\(run.output) \(run.errors)")
            let calls = try await daemon.gatehouse(
                "traffic",
                "list",
                "--filter",
                "direction:outbound outcome:continue email:ada@b.example",
                "-o",
                "json"
            )
            let id = try #require(calls.json?[0]?["id"]?.string)
            let code = try #require(calls.json?[0]?["sign_up"]?.string)
            let shown = try await daemon.gatehouse("traffic", "show", id, "-o", "json")
            #expect(shown.json?["timing"]?["first_byte_ms"] != nil)
            let found = try await daemon.gatehouse("traffic", "list", "--filter", "signup:\(code)", "-o", "json")
            #expect(found.json?.array?.count == 1)
        }
    }

    @Test func `a connector without a successful probe can be forced with a reason, which is audited`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write(policy(port: 9), to: "flows.toml")
            #expect(try await daemon.gatehouse("policy", "apply", file).status == 0)
            let probe = try await daemon.gatehouse("connectors", "probe", "own")
            #expect(probe.status == 1)
            #expect(probe.output.contains("connection"))
            let forced = try await daemon.gatehouse(
                "connectors",
                "force",
                "own",
                "--reason",
                "drill",
                "-o",
                "json"
            )
            #expect(forced.json?["forced_by"]?.string != nil)
            let audit = try await daemon.gatehouse("audit", "list", "--filter", "action:connector.*", "-o", "json")
            #expect(audit.json?.array?.compactMap { $0["action"]?.string } == ["connector.force", "connector.probe"])
            #expect(try await daemon.gatehouse("connectors", "show", "none").status == 5)
        }
    }

    @Test(
        arguments: [
            ("check-approval", "post-federation"), ("request-approval", "post-attribute-collection"),
            ("shop", "post-attribute-collection"),
        ]
    )
    func `our own endpoints pass flows check`(_ endpoint: String, _ step: String) async throws {
        try await withDaemon { daemon in
            let result = try await daemon.gatehouse(
                "flows",
                "check",
                "http://\(daemon.address)/endpoints/\(endpoint)",
                "--dialect",
                "entra-b2b",
                "--step",
                step,
                "--basic",
                "entra:\(daemon.directory.path)/entra.password"
            )
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            #expect(result.output.contains("The contract of entra-b2b is kept"))
        }
    }

    @Test func `flows check reports each breach of a broken API and how to repeat it`() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(Flaw.password + "\n", to: "password")
        let endpoint = try await TestEndpoint(Flaw.validationUnder200.behaviour)
        let arguments = [
            "flows", "check", endpoint.url(), "--dialect", "entra-b2b", "--step", "post-attribute-collection",
            "--basic", "\(Flaw.username):\(directory.path)/password",
        ]
        let result = try await Program.run("gatehouse", arguments)
        #expect(result.status == 1)
        #expect(result.output.contains("breach validation-under-400"))
        #expect(
            result.output.contains("HTTP 200 with a ValidationError body: the provider ignores it; send 400")
        )
        #expect(!result.output.contains(Flaw.password))
        let json = try await Program.run("gatehouse", arguments + ["-o", "json"])
        #expect(json.status == 1)
        #expect(json.json?["passed"] == .bool(false))
    }

    @Test(
        arguments: [
            ["ftp://a.example"], ["http://127.0.0.1:1/", "--basic", "entra"],
            ["http://127.0.0.1:1/", "--basic", "entra:/nowhere"], ["http://127.0.0.1:1/", "--timeout", "0"],
        ]
    )
    func `flows check reports wrong arguments`(_ arguments: [String]) async throws {
        let result = try await Program.run(
            "gatehouse",
            ["flows", "check", "--dialect", "entra-b2b", "--step", "post-federation"] + arguments
        )
        #expect(result.status == 2)
        #expect(!result.errors.isEmpty)
    }
}
