import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import PolicyEngine
import Testing
import UserFlows

@Suite(.timeLimit(.minutes(2))) struct `Connectors and flows from Graph` {
    private static let tenant = """
        {"value":[{"id":"B2X_1_visitors","userFlowType":"signUpOrSignIn","userFlowTypeVersion":1,
        "userFlowIdentityProviders":[{"id":"Google-OAUTH","identityProviderType":"Google"}],
        "userAttributeAssignments":[{"id":"city","displayName":"Town","isOptional":false,
        "userAttribute":{"id":"city","dataType":"string"}}],
        "apiConnectorConfiguration":{"postFederationSignup":{"id":"c1","displayName":"Check \\"it\\"",
        "targetUrl":"https://gate.quaynorth.example/check?code=k-1","authenticationConfiguration":
        {"@odata.type":"#microsoft.graph.basicAuthentication","username":"entra","password":"******"}},
        "postAttributeCollection":{"id":"c2","displayName":"mTLS","targetUrl":"https://mtls.quaynorth.example/r",
        "authenticationConfiguration":{"@odata.type":"#microsoft.graph.clientCertificateAuthentication",
        "certificateList":[]}}}}]}
        """

    @Test func `imported connectors and flows form a valid policy together with the existing one`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let client = harness.client(.inProcess, as: .viewer)
            let parts = try await client.send(ImportGraph(files: [.init(name: "tenant.json", content: Self.tenant)]))
            #expect(parts.connectors == ["check-it", "mtls"])
            #expect(parts.flows == ["visitors"])
            let document = try PolicyDocument.parse(parts.document, file: "policy")
            #expect(document.connectors.map(\.name) == parts.connectors)
            #expect(
                document.flow("visitors")?.steps == [.postFederation: "check-it", .postAttributeCollection: "mtls"]
            )
            #expect(document.flow("visitors")?.attributes == [.init(name: "city", isRequired: true, label: "Town")])
        }
    }

    @Test func `exported connectors and flows equal the imported ones, under the policy's names`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let text = try await harness.client(.inProcess).send(ExportGraph()).document
            var reader = GraphReader()
            try reader.read(Array(text.utf8), file: "export.json")
            let flow = try #require(reader.setup.flows.first)
            #expect(flow.id == "B2X_1_guests")
            #expect(flow.identityProviders == ["google.com", "local"])
            #expect(reader.setup.notes == [])
        }
    }

    @Test func `a file that is not Graph's JSON is refused by name`() async throws {
        try await ControlHarness.run(.inProcess) { harness in
            let error = await #expect(throws: ControlError.self) {
                try await harness.client(.inProcess).send(ImportGraph(files: [.init(name: "x.json", content: "{}")]))
            }
            #expect(error?.problem?.kind == .invalid)
            #expect(error?.problem?.detail.hasPrefix("x.json") == true)
        }
    }
}
