import Foundation
import GatehouseModel
import TestSupport
import Testing

/// What scripts rely on: exit statuses and stable output.
@Suite struct `The command line` {
    @Test(arguments: [
        ["nonsense"], ["lists", "add"], ["approvals", "list", "--state", "maybe"], ["approvals", "deny", "K7Q2-9MXD"],
        ["traffic", "list", "--limit", "-1"], ["demo", "--signups", "0"], ["status", "-o", "yaml"],
    ])
    func `the command line exits with status 2 for wrong usage`(arguments: [String]) async throws {
        let result = try await Program.run("gatehouse", arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
    }

    @Test func `the command line exits with status 3 without a daemon, and says how to start it`() async throws {
        let result = try await Program.run("gatehouse", ["status", "--socket", "/tmp/no-such-directory/control.sock"])
        #expect(result.status == 3)
        #expect(result.errors.contains("/tmp/no-such-directory/control.sock"))
        #expect(result.errors.contains("systemctl start gatehoused"))
    }

    @Test func `the command line prints the status and a hint without a terminal`() async throws {
        try await withDaemon { daemon in
            let result = try await daemon.gatehouse()
            #expect(result.status == 0)
            #expect(result.output.contains(daemon.address))
            #expect(result.errors.contains("--help"))
        }
    }

    @Test func `the command line exits with the status that fits the failure`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "ada@a.example")
            let expectations: [([String], Int32)] = [
                (["traffic", "show", "0000-0000"], 5),
                (["approvals", "show", "0000-0000"], 5),
                (["approvals", "approve", "0000-0000"], 5),
                (["lists", "show", "no-such-list"], 5),
                (["endpoints", "show", "no-such-endpoint"], 5),
                (["traffic", "list", "--filter", "nonsense:("], 2),
                (["lists", "add", "blocked", "not an entry"], 2),
                (["lists", "check", "@@"], 2),
                (["policy", "apply", "/nowhere/policy.toml"], 2),
                (["audit", "verify"], 0),
                (["endpoints"], 0),
                (["whoami"], 0),
            ]
            for (arguments, status) in expectations {
                let result = try await daemon.gatehouse(arguments)
                #expect(result.status == status, "\(arguments): \(result.errors)")
            }
        }
    }

    @Test func `the command line decides each request separately, and exits with status 9 if only some were decided`()
        async throws
    {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("request-approval", "ada@a.example")
            _ = try await daemon.provider.call("request-approval", "bo@b.example")
            let waiting = try await daemon.gatehouse("approvals", "list", "--state", "pending", "-o", "json")
            let codes = (0..<2).compactMap { waiting.json?[$0]?["code"]?.string }
            try #require(codes.count == 2)

            let partly = try await daemon.gatehouse(["approvals", "approve", codes[0], "0000-0000", "-o", "json"])
            #expect(partly.status == 9)
            #expect(partly.json?[0]?["approval"]?["state"]?.string == "approved")
            #expect(partly.json?[1]?["problem"]?["status"]?.int == 404)

            let again = try await daemon.gatehouse("approvals", "deny", codes[0], "--reason", "no")
            #expect(again.status == 6)
        }
    }

    @Test func `the command line prints the same call as table, JSON, lines and CSV`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.provider.call("shop", "ada@a.example")
            let table = try await daemon.gatehouse("traffic", "list")
            #expect(table.output.contains("ada@a.example"))

            let json = try await daemon.gatehouse("traffic", "list", "-o", "json")
            let call = try #require(json.json?[0])
            #expect(call["outcome"]?.string == "continue")
            #expect(call["endpoint"]?.string == "shop")

            let lines = try await daemon.gatehouse("traffic", "list", "-o", "jsonl")
            #expect(lines.json == call)

            let csv = try await daemon.gatehouse("traffic", "list", "-o", "csv")
            let rows = csv.output.split(separator: "\r\n")
            #expect(rows.first?.hasPrefix("id,code,time,direction,endpoint,dialect,step,outcome,status,email") == true)
            #expect(rows.count == 2)
        }
    }

    @Test func `the command line shows why a call was decided as it was`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "blocked", ".throwaway.example")
            _ = try await daemon.provider.call("shop", "x@a.throwaway.example")
            let listed = try await daemon.gatehouse("traffic", "list", "-o", "json")
            let code = try #require(listed.json?[0]?["code"]?.string)
            let shown = try await daemon.gatehouse("traffic", "show", code, "--why")
            #expect(shown.output.contains("list:blocked"))
            #expect(shown.output.contains("■ list blocked .throwaway.example deny"))
        }
    }

    @Test func `the command line never lets outside text act on the terminal`() async throws {
        try await withDaemon { daemon in
            let name: JSONValue = "\u{1B}[2J\u{202E}evil\u{9B}31m"
            _ = try await daemon.provider.call("request-approval", "ada@a.example", ["displayName": name])
            for format in ["table", "json", "jsonl"] {
                let result = try await daemon.gatehouse("approvals", "list", "-o", format)
                let unsafe = result.output.unicodeScalars.filter { [0x1B, 0x9B, 0x202E].contains($0.value) }
                #expect(unsafe.isEmpty, "in \(format)")
                #expect(result.output.contains("evil"), "in \(format)")
            }
            let json = try await daemon.gatehouse("approvals", "list", "-o", "json")
            #expect(json.json?[0]?["display_name"] == name)
        }
    }

    @Test func `the command line follows calls as they happen`() async throws {
        try await withDaemon { daemon in
            let tail = try Program(
                "gatehouse",
                ["traffic", "tail", "--count", "2", "-o", "jsonl"],
                environment: ["GATEHOUSE_SOCKET": daemon.socket]
            )
            // The stream starts at an unknown moment, so calls are made until it has shown two.
            var number = 0
            while tail.isRunning {
                number += 1
                _ = try await daemon.provider.call("shop", "p\(number)@a.example")
                guard number < 2_000 else { throw TimedOut("two calls on the tail: " + tail.standardError) }
            }
            #expect(try await tail.ended() == 0)
            #expect(tail.standardOutput.split(separator: "\n").count == 2)
        }
    }
}

extension RunningDaemon {
    func gatehouse(_ arguments: [String]) async throws -> Program.Result {
        try await Program.run("gatehouse", arguments, environment: ["GATEHOUSE_SOCKET": socket])
    }
}
