import Foundation
import GatehouseModel
import Testing
import UserFlows

@Suite struct `Graph's JSON` {
    private static func bytes(_ file: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/" + file, withExtension: "json"))
        return [UInt8](try Data(contentsOf: url))
    }

    private static func read(_ files: String...) throws -> GraphSetup {
        var reader = GraphReader()
        for file in files { try reader.read(try bytes(file), file: file) }
        return reader.setup
    }

    private static let gate = GraphConnector(
        id: "5e0d8a17-64c9-4b21-9f7a-3c2b1d0e9f88",
        displayName: "Quay North sign-up gate",
        targetUrl: "https://gate.quaynorth.example/connectors/request?code=k-7731",
        authentication: .basic(username: "entra-caller")
    )

    @Test(arguments: ["graph-02-create-basic-response", "graph-08-list-response"])
    func `a connector is read alone and in a collection`(file: String) throws {
        let setup = try Self.read(file)
        #expect(setup.connectors == [Self.gate])
        #expect(setup.notes == [])
    }

    @Test(arguments: [
        "graph-01-create-basic-request", "graph-03-create-pkcs12-request", "graph-05-update-basic-request",
    ])
    func `a connector with a secret in plain text is read without it, and a note says so`(file: String) throws {
        let setup = try Self.read(file)
        #expect(setup.connectors.count == 1)
        #expect(setup.notes.count == 1)
        #expect(setup.notes.first?.contains("not taken over") == true)
        #expect(!"\(setup)".contains("Example-Only"))
        #expect(!"\(setup)".contains("TUlJS"))
    }

    @Test func `a connector with certificates keeps what Graph knows of them`() throws {
        let setup = try Self.read("graph-04-create-pkcs12-response")
        let certificate = GraphConnector.Certificate(
            thumbprint: "3C9A0E5577D14B2F8A6610D3E4F5A6B7C8D9E0F1",
            notBefore: Timestamp(milliseconds: 1_704_067_200_000),
            notAfter: Timestamp(milliseconds: 1_798_761_600_000),
            isActive: true
        )
        #expect(setup.connectors.first?.authentication == .certificates([certificate]))
    }

    @Test func `a user flow is read with its providers, attributes and connectors`() throws {
        let setup = try Self.read("graph-20-b2x-flow-expanded")
        let seats = "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_Seats"
        #expect(
            setup.flows == [
                GraphFlow(
                    id: "B2X_1_quaynorth",
                    identityProviders: ["mail", "google.com"],
                    attributes: [
                        .init(name: "displayName", isRequired: true, label: "Display name"),
                        .init(name: seats, kind: .int),
                    ],
                    steps: [.postAttributeCollection: Self.gate.id ?? ""]
                )
            ]
        )
        #expect(setup.connectors == [Self.gate])
    }

    @Test func `everything of a user flow that is not taken over is reported`() throws {
        let notes = try Self.read("graph-20-b2x-flow-expanded").notes.joined(separator: "\n")
        for wanted in [
            "isLanguageCustomizationEnabled", "\"clientId\", \"clientSecret\"", "\"Contoso-SAML\" is not known",
            "Since\" is a dateTime",
        ] {
            #expect(notes.contains(wanted), "\(notes)")
        }
    }

    @Test func `a connector configuration finds its flow in the context`() throws {
        let setup = try Self.read("graph-21-connector-configuration")
        #expect(setup.flows.first?.id == "B2X_1_quaynorth")
        #expect(
            setup.flows.first?.steps == [
                .postFederation: "a2c4e6f8-1b3d-4f50-8a6c-9e7d5b3f1a02",
                .postAttributeCollection: "5e0d8a17-64c9-4b21-9f7a-3c2b1d0e9f88",
            ]
        )
    }

    @Test func `the same connector read twice is one connector`() throws {
        #expect(try Self.read("graph-02-create-basic-response", "graph-08-list-response").connectors == [Self.gate])
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "7", "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/x\"}",
        String(repeating: "[", count: 100_000), "{\"value\":[1,2,3]}",
    ])
    func `JSON without connectors or flows is refused`(text: String) {
        var reader = GraphReader()
        let problem = #expect(throws: GraphProblem.self) { try reader.read(Array(text.utf8), file: "x.json") }
        #expect(problem?.description.hasPrefix("x.json") == true)
    }

    @Test func `written JSON can be read back`() throws {
        let setup = try Self.read("graph-20-b2x-flow-expanded", "graph-04-create-pkcs12-response")
        let text = try JSONEncoder().encode(GraphWriter.document(setup))
        var reader = GraphReader()
        try reader.read([UInt8](text), file: "export.json")
        #expect(Set(reader.setup.connectors) == Set(setup.connectors))
        #expect(reader.setup.flows == setup.flows)
        #expect(reader.setup.notes == [])
    }
}
