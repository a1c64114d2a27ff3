import Foundation
import GatehouseModel
import TestSupport
import Testing

/// The real daemon finds that the clock is far ahead of what its last run knew.
@Suite struct `A daemon whose system clock jumped` {
    /// A daemon whose last run knew nothing of the last forty days, with a deny list entry that is past its time by the
    /// system clock.
    private func jumped() async throws -> RunningDaemon {
        let daemon = try RunningDaemon()
        try await daemon.start()
        try await daemon.stop()
        let file = URL(fileURLWithPath: daemon.directory.path + "/state/clock")
        var members = try #require(try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)).object)
        members["time"] = .string((Timestamp.now - .seconds(40 * 86_400)).description)
        try JSONEncoder().encode(JSONValue.object(members)).write(to: file)
        let status = try await daemon.start()
        #expect(status.degraded.contains { $0.contains("40 days ahead") && $0.contains("gatehouse clock accept") })
        #expect(daemon.running?.standardError.contains("40 days ahead") == true)
        let end = Timestamp.now + .seconds(5)
        let added = try await daemon.gatehouse("lists", "add", "blocked", "evil.example", "--expires", "\(end)")
        #expect(added.status == 0, "\(added.errors)")
        _ = try await eventually("the entry's time is over") { Timestamp.now > end ? true : nil }
        return daemon
    }

    @Test func `what is past its time waits until an admin accepts the clock, which is audited`() async throws {
        let daemon = try await jumped()
        #expect(try await isBlocked(daemon))
        let accepted = try await daemon.gatehouse("clock", "accept", "-o", "json")
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(accepted.json?["waiting_until"] == nil)
        #expect(try await !isBlocked(daemon))
        let audit = try await daemon.gatehouse("audit", "list", "-o", "json")
        #expect(audit.output.contains("clock.accept"))
        try await daemon.stop()
        #expect(try await daemon.start().degraded.contains { $0.contains("clock") } == false)
        try await daemon.stop()
    }

    @Test func `what waits goes on waiting after a kill`() async throws {
        let daemon = try await jumped()
        try await daemon.crash()
        let status = try await daemon.start()
        #expect(status.degraded.contains { $0.contains("gatehouse clock accept") })
        #expect(try await isBlocked(daemon))
        try await daemon.stop()
    }

    private func isBlocked(_ daemon: RunningDaemon) async throws -> Bool {
        let email = "a\(UInt64.random(in: 0...UInt64.max))@evil.example"
        return try await daemon.provider.call("shop", email).action == "ShowBlockPage"
    }
}
