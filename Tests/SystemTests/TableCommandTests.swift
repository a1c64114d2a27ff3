import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `Tables from the command line` {
    private static let policy =
        SamplePolicies.guests + """

            [[table]]
            name = "customers"
            key = "email"

            [[rule]]
            name = "former customers"
            endpoints = ["shop"]
            when = 'lookup("customers", claims.email).tier == "left"'
            then = "block"
            message = { default = "Write to the shop first." }

            """

    private func file(_ text: String, _ name: String, in directory: TemporaryDirectory) throws -> String {
        let path = directory.path + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func `a table decides the next call, and its last import can be undone`() async throws {
        let directory = try TemporaryDirectory()
        let first = try file("email,tier\nada@a.example,gold\n", "first.csv", in: directory)
        let second = try file("email,tier\nada@a.example,left\n", "second.csv", in: directory)
        try await withDaemon(policy: Self.policy) { daemon in
            let imported = try await daemon.gatehouse("tables", "import", "customers", first)
            #expect(imported.status == 0, "\(imported.errors)")
            // There were no rows before, so nothing can be restored.
            #expect(!imported.output.contains("undo with"))
            #expect(try await daemon.gatehouse("tables", "undo", "customers").status != 0)
            #expect(try await daemon.provider.call("shop", "Ada@A.example").action == "Continue")

            let again = try await daemon.gatehouse("tables", "import", "customers", second)
            #expect(again.output.contains("undo with"))
            #expect(try await daemon.provider.call("shop", "Ada@A.example").action == "ShowBlockPage")

            #expect(try await daemon.gatehouse("tables", "undo", "customers").status == 0)
            #expect(try await daemon.provider.call("shop", "Ada@A.example").action == "Continue")
        }
    }
}
