import Foundation
import GatehouseModel
import TestSupport
import Testing

/// A newcomer's first quarter of an hour, with curl and the command line only.
@Suite struct `A newcomer` {
    @Test func `a newcomer signs up, waits, is approved from the command line and gets in`() async throws {
        try await withDaemon { daemon in
            let first = try await curl(daemon, "request-approval", title: "Buyer")
            #expect(first["action"]?.string == "ShowBlockPage")
            let code = try #require(first["userMessage"]?.string?.firstMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}/)).output

            let waiting = try await daemon.gatehouse("approvals", "list", "--state", "pending", "-o", "json")
            #expect(waiting.json?[0]?["email"]?.string == "ada@newcomer.example")
            #expect(waiting.json?[0]?["code"]?.string == String(code))

            let approved = try await daemon.gatehouse("approvals", "approve", String(code), "--reason", "known")
            #expect(approved.status == 0)

            let second = try await curl(daemon, "request-approval", title: "Head buyer")
            #expect(second["action"]?.string == "Continue")
        }
    }

    @Test func `a newcomer uses curl on the control socket as the manual says`() async throws {
        try await withDaemon { daemon in
            let reply = try await Program.run(
                "/usr/bin/curl",
                ["--silent", "--unix-socket", daemon.socket, "http://local/v1/status"]
            )
            #expect(reply.json?["listen"]?.string == daemon.address)
        }
    }

    @Test func `a newcomer reads the answer in the language of the sign-up page`() async throws {
        try await withDaemon { daemon in
            _ = try await daemon.gatehouse("lists", "add", "blocked", ".throwaway.example")
            let answer = try await daemon.provider.call("shop", "x@a.throwaway.example", ["ui_locales": "fr-CA"])
            #expect(answer.message?.hasPrefix("Pas de a.throwaway.example. Référence ") == true)
        }
    }

    private func curl(_ daemon: RunningDaemon, _ endpoint: String, title: String) async throws -> JSONValue {
        let body = #"{"email":"ada@newcomer.example","displayName":"Ada","jobTitle":"\#(title)","ui_locales":"en-US"}"#
        let reply = try await Program.run(
            "/usr/bin/curl",
            [
                "--silent", "--user", "\(RunningDaemon.username):\(RunningDaemon.password)", "--json", body,
                "http://\(daemon.address)/endpoints/\(endpoint)",
            ]
        )
        return try #require(reply.json)
    }
}
