import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The policy from the command line` {
    @Test func `is exported as it was applied and applied again`() async throws {
        try await withDaemon { daemon in
            let exported = try await daemon.gatehouse("policy", "export")
            #expect(exported.output == SamplePolicies.guests)
            let file = try daemon.directory.write(
                exported.output + "\n\n[[list]]\nname = \"more\"\neffect = \"none\"\n",
                to: "more.toml"
            )
            let applied = try await daemon.gatehouse("policy", "apply", file, "--comment", "one more", "-o", "json")
            #expect(applied.json?["revision"]?.int == 2)
            #expect(applied.json?["comment"]?.string == "one more")
            let stale = try await daemon.gatehouse("policy", "apply", file, "--base", "1")
            #expect(stale.status == 6)
        }
    }

    @Test func `changes nothing when it has an error, and says where`() async throws {
        try await withDaemon { daemon in
            let file = try daemon.directory.write(SamplePolicies.guests + "\ncolour = \"red\"\n", to: "bad.toml")
            let result = try await daemon.gatehouse("policy", "apply", file)
            #expect(result.status == 2)
            #expect(result.errors.contains("colour"))
            #expect(try await daemon.gatehouse("policy", "show", "-o", "json").json?["revision"]?.int == 1)
        }
    }
}
