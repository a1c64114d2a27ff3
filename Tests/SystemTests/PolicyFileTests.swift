import Foundation
import GatehouseModel
import TestSupport
import Testing

/// The file named by `[policy] initial` is applied once, and later only compared.
@Suite struct `The policy file` {
    private func check(_ daemon: RunningDaemon) async throws -> Program.Result {
        try await Program.run("gatehoused", ["--check", "--config", daemon.settingsFile])
    }

    private func edit(_ daemon: RunningDaemon) throws {
        try daemon.directory.write(
            SamplePolicies.guests + "\n[[list]]\nname = \"extra\"\neffect = \"deny\"\n",
            to: "policy.toml"
        )
    }

    @Test func `the policy file is ok before the first start and while it is in force`() async throws {
        let daemon = try RunningDaemon()
        let before = try await check(daemon)
        #expect(before.status == 0, "\(before.errors)")
        #expect(before.output.contains("policy ok: "))
        #expect(before.output.contains("the first start puts it in force"))
        try await daemon.start()
        #expect(try await check(daemon).output.contains("in force as revision 1"))
        #expect(try await daemon.stop() == 0)
        #expect(try await check(daemon).output.contains("in force as revision 1"))
        try daemon.directory.write("# a remark\n" + SamplePolicies.guests, to: "policy.toml")
        #expect(try await check(daemon).output.contains("in force as revision 1"))
    }

    @Test func `the policy file is not ok while another policy is in force`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        try edit(daemon)
        let differing = try await check(daemon)
        #expect(differing.status == 0, "\(differing.errors)")
        #expect(!differing.output.contains("policy ok"))
        #expect(differing.output.contains("policy.toml differs from revision 1 in force: use gatehouse policy apply "))
        let applied = try await daemon.gatehouse("policy", "apply", daemon.directory.path + "/policy.toml")
        #expect(applied.status == 0, "\(applied.errors)")
        #expect(try await check(daemon).output.contains("in force as revision 2"))
        #expect(try await daemon.stop() == 0)
    }

    @Test func `the policy file is compared at the start and on SIGHUP`() async throws {
        let daemon = try RunningDaemon()
        try await daemon.start()
        #expect(daemon.running?.standardError.contains("differs from revision") == false)
        try edit(daemon)
        daemon.running?.send(SIGHUP)
        _ = try await eventually("the comparison on SIGHUP") {
            daemon.running?.standardError.contains("policy.toml differs from revision 1 in force") == true ? true : nil
        }
        #expect(try await daemon.stop() == 0)
        try await daemon.start()
        _ = try await eventually("the comparison at start") {
            daemon.running?.standardError.contains("policy.toml differs from revision 1 in force") == true ? true : nil
        }
        #expect(try await daemon.stop() == 0)
    }

    @Test func `a policy without an endpoint is reported by the check and by the daemon`() async throws {
        let daemon = try RunningDaemon(policy: "[[list]]\nname = \"friends\"\neffect = \"allow\"\n")
        #expect(try await check(daemon).output.contains("no endpoint: nothing can be asked"))
        let status = try await daemon.start()
        #expect(status.degraded.contains { $0.hasPrefix("no endpoint: nothing can be asked") })
        _ = try await eventually("the warning in the log") {
            daemon.running?.standardError.contains("no endpoint: nothing can be asked") == true ? true : nil
        }
        try daemon.directory.write(SamplePolicies.guests, to: "policy.toml")
        let applied = try await daemon.gatehouse("policy", "apply", daemon.directory.path + "/policy.toml")
        #expect(applied.status == 0, "\(applied.errors)")
        let later = try await daemon.gatehouse("status", "-o", "json")
        #expect(later.json?["degraded"] == .array([]), "\(later.output)")
        #expect(try await daemon.stop() == 0)
    }
}
