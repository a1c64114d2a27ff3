import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The demo` {
    @Test func `sees every one of a hundred sign-ups decided as expected, by its own journal`() async throws {
        let result = try await Program.run(
            "gatehouse",
            ["demo", "--headless", "--signups", "100", "-o", "json"],
            within: .seconds(120)
        )
        #expect(result.status == 0, "\(result.errors)\(result.output)")
        #expect(result.json?["is_as_expected"]?.isTrue == true)
        #expect(result.json?["calls"] == result.json?["calls_in_journal"])
        #expect(result.json?["outcomes"] == result.json?["expected"])
        let rules = ["business", "made-up postal code", "postal code", "tidy names"]
        #expect(result.json?["rules"]?.object?.keys.sorted() == rules)
    }

    @Test func `leaves nothing behind when it is interrupted`() async throws {
        let directory = try TemporaryDirectory()
        let demo = try Program(
            "gatehouse",
            ["demo", "--headless", "--signups", "100000"],
            environment: ["TMPDIR": directory.path]
        )
        let present = { try? FileManager.default.contentsOfDirectory(atPath: directory.path) }
        _ = try await eventually("the demo's directory") { present()?.isEmpty == false ? true : nil }
        demo.send(SIGINT)
        #expect(try await demo.ended(within: .seconds(30)) == 1)
        #expect(present() == [])
    }
}
