import Foundation
import GatehouseModel
import TestSupport
import Testing

/// Sends bodies as Azure AD B2C writes them for local accounts to the real daemon.
@Suite struct `A call with an address in a claim other than email` {
    private static let policy = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "\(RunningDaemon.username)"
        password = { file = "entra.password" }
        [[endpoint]]
        name = "b2c"
        dialect = "entra-b2c"
        step = "post-attribute-collection"
        credentials = ["entra"]
        [[list]]
        name = "blocked"
        effect = "deny"
        """

    private static func identity(_ id: String) -> String {
        #""identities":[{"signInType":"emailAddress","issuer":"lumen.onmicrosoft.example","issuerAssignedId":"\#(id)"}]"#
    }

    private static let bodies: [(body: String, action: String, email: String?)] = [
        (#"{"email":"","signInName":"ada@evil.example","displayName":"Ada"}"#, "ShowBlockPage", "ada@evil.example"),
        (#"{"signInName":"ada@evil.example","displayName":"Ada"}"#, "ShowBlockPage", "ada@evil.example"),
        (#"{\#(identity("ada@evil.example"))}"#, "ShowBlockPage", "ada@evil.example"),
        (#"{"email":"",\#(identity("ada@fine.example"))}"#, "Continue", "ada@fine.example"),
        (#"{"email":"bo@fine.example",\#(identity("bo@evil.example"))}"#, "ShowBlockPage", "bo@fine.example"),
        (#"{"email":"cy@par\u200Dtner.example"}"#, "ShowBlockPage", nil),
        (#"{"email":"cy@xn--partner-j06c.example"}"#, "ShowBlockPage", nil),
        (#"{"email":"","displayName":"Dan"}"#, "Continue", nil),
    ]

    @Test func `a call is decided by the address in another claim`() async throws {
        let daemon = try RunningDaemon(policy: Self.policy)
        try await daemon.start()
        let added = try await daemon.gatehouse("lists", "add", "blocked", "evil.example")
        #expect(added.status == 0, "\(added.errors)")
        for (body, action, email) in Self.bodies {
            let reply = try await call(daemon, body)
            #expect(reply["action"]?.string == action, "\(body)")
            guard let email else { continue }
            let newest = try await daemon.gatehouse("traffic", "list", "--limit", "1", "-o", "json")
            #expect(newest.json?[0]?["email"]?.string == email, "\(body)")
        }
        #expect(try await daemon.stop() == 0)
    }

    private func call(_ daemon: RunningDaemon, _ body: String) async throws -> JSONValue {
        let reply = try await Program.run(
            "/usr/bin/curl",
            [
                "--silent", "--user", "\(RunningDaemon.username):\(RunningDaemon.password)", "--json", body,
                "http://\(daemon.address)/endpoints/b2c",
            ]
        )
        return try #require(reply.json)
    }
}
