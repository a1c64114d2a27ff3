import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite struct `A policy that looks into tables` {
    private static func policy(_ column: String, _ table: String = "customers") -> String {
        ControlHarness.policy + """

            [[rule]]
            name = "gold"
            when = 'lookup("\(table)", claims.email).\(column) == "gold"'
            then = "block"

            """
    }

    private func load(_ tier: String, in harness: ControlHarness) async throws {
        let text = "email,tier\nada@b.example,\(tier)\n"
        let report = try await harness.client(.inProcess).importRows(into: "customers", .bytes(Array(text.utf8)))
        try #require(report.badLines == 0)
    }

    private func matches(_ harness: ControlHarness) async throws -> Bool? {
        let rule = RuleDefinition(name: "g", when: #"lookup("customers", claims.email).tier == "gold""#, then: .block)
        let claims = JSONValue.object(["email": "ada@b.example"])
        return try await harness.client(.inProcess).send(TestRule(.init(rule: rule, claims: claims))).matches
    }

    @Test func `a policy uses its tables, and an import takes effect at once`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            _ = try await client.send(ApplyPolicy(document: Self.policy("tier"), base: 1))
            #expect(try await client.send(GetTable(name: "customers")).usedBy == ["gold"])
            #expect(try await matches(harness) == false)
            try await load("gold", in: harness)
            #expect(try await matches(harness) == true)
            try await load("silver", in: harness)
            #expect(try await matches(harness) == false)
            _ = try await client.send(UndoTableImport(name: "customers"))
            #expect(try await matches(harness) == true)
        }
    }

    @Test func `a policy protects the columns that its rules and exemptions name`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess)
            try await load("gold", in: harness)
            let exempting = Self.policy("tier").replacing(
                #"approval = { request = "guests" }"#,
                with:
                    #"approval = { request = "guests", unless = 'lookup("customers", claims.email).?tier == optional.of("vip")' }"#
            )
            _ = try await client.send(ApplyPolicy(document: exempting, base: 1))
            let bare = ByteStream.bytes(Array("email,since\nada@b.example,2020\n".utf8))
            let error = await #expect(throws: ControlError.self) {
                try await client.importRows(into: "customers", bare)
            }
            #expect(error?.problem?.kind == .conflict)
            #expect(error?.problem?.detail.contains(#""gold", "unless of request-approval""#) == true)
            let preview = try await client.importRows(into: "customers", bare, dryRun: true)
            #expect(preview.missing.map(\.column) == ["tier"])
            let forced = try await client.importRows(into: "customers", bare, force: true)
            #expect(forced.table.columns == ["email", "since"])
        }
    }

    @Test(arguments: [("teir", "customers", #"did you mean "tier"?"#), ("tier", "custmers", #""customers"?"#)])
    func `a policy that names a missing column or table is refused`(
        column: String,
        table: String,
        remedy: String
    ) async throws {
        try await ControlHarness.run(.inProcess) { harness in
            try await load("gold", in: harness)
            let client = harness.client(.inProcess)
            let wrong = Self.policy(column, table)
            let error = await #expect(throws: ControlError.self) {
                try await client.send(ApplyPolicy(document: wrong, base: 1))
            }
            #expect(error?.problem?.detail.contains(remedy) == true, "\(String(describing: error))")
            #expect(try await client.send(CheckPolicy(document: wrong)).problems.count == 1)
        }
    }
}
