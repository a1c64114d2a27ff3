import Foundation
import GatehouseModel
import Testing
import UserFlows

@Suite struct `A policy made of Graph's JSON` {
    private static func policy(_ files: String..., taken: Set<String> = []) throws -> GraphPolicy {
        var reader = GraphReader()
        for file in files {
            let url = try #require(Bundle.module.url(forResource: "Fixtures/" + file, withExtension: "json"))
            try reader.read([UInt8](try Data(contentsOf: url)), file: file)
        }
        return GraphPolicy(reader.setup, taken: taken)
    }

    @Test func `the converted policy has connectors and flows as an admin would write them`() throws {
        let policy = try Self.policy("graph-20-b2x-flow-expanded")
        #expect(
            policy.text == """
                [[connector]]
                name = "quay-north-sign-up-gate"
                url = "https://gate.quaynorth.example/connectors/request"
                dialect = "entra-b2b"
                query = { code = { file = "quay-north-sign-up-gate.code" } }
                authentication = { basic = { username = "entra-caller", password = { file = "quay-north-sign-up-gate.password" } } }

                [[flow]]
                name = "quaynorth"
                identity-providers = ["mail", "google.com"]

                [flow.steps]
                post-attribute-collection = "quay-north-sign-up-gate"

                [[flow.attribute]]
                name = "displayName"
                required = true
                label = "Display name"

                [[flow.attribute]]
                name = "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_Seats"
                type = "int"


                """
        )
        #expect(policy.connectors == ["quay-north-sign-up-gate"])
        #expect(policy.flows == ["quaynorth"])
    }

    @Test func `the converted policy asks for the secrets that Graph does not return`() throws {
        let notes = try Self.policy("graph-08-list-response", "graph-04-create-pkcs12-response").notes
        #expect(notes.contains { $0.contains("quay-north-sign-up-gate.password") })
        #expect(notes.contains { $0.contains("quay-north-mtls-gate.pem") })
        #expect(notes.contains { $0.contains("3C9A0E5577D14B2F8A6610D3E4F5A6B7C8D9E0F1") })
    }

    @Test(arguments: [
        ("https://h.example/r?code=k3y", "https://h.example/r", "code"),
        (
            "https://h.example/r?api-version=2016-10-01&sp=%2Frun&sv=1.0&sig=k3y",
            "https://h.example/r?api-version=2016-10-01&sp=%2Frun&sv=1.0", "sig"
        ),
        ("https://h.example/r?a.key=k3y", "https://h.example/r", "\"a.key\""),
    ])
    func `the converted policy names a file for a possible key in a URL, with a note`(
        url: String,
        shown: String,
        name: String
    ) throws {
        let bare = name.replacing("\"", with: "")
        var reader = GraphReader()
        try reader.read(Array(#"{"id":"c","displayName":"gate","targetUrl":"\#(url)"}"#.utf8), file: "c.json")
        let policy = GraphPolicy(reader.setup)
        #expect(!(policy.text + policy.notes.joined()).contains("k3y"))
        #expect(policy.text.contains("url = \"\(shown)\"\n"))
        #expect(policy.text.contains("query = { \(name) = { file = \"gate.\(bare)\" } }\n"))
        #expect(policy.notes.contains { $0.contains("the file gate.\(bare)") })
        #expect(GraphPolicy(reader.setup, keepsKeys: true).text.contains("url = \"\(url)\"\n"))
    }

    @Test(arguments: [
        "https://ada:k3y@h.example/r", "https://h.example/r#k3y", "https://h.example/r?k3y", "https://h.example/r?=k3y",
    ])
    func `the converted policy leaves out parts that a URL must not have, with a note`(url: String) throws {
        var reader = GraphReader()
        try reader.read(Array(#"{"id":"c","displayName":"gate","targetUrl":"\#(url)"}"#.utf8), file: "c.json")
        let policy = GraphPolicy(reader.setup)
        #expect(!(policy.text + policy.notes.joined()).contains("k3y"))
        #expect(policy.text.contains("url = \"https://h.example/r\"\n"))
        #expect(policy.notes.contains { $0.hasPrefix("connector gate: ") })
    }

    @Test func `names that the policy already has are replaced by new ones`() throws {
        let policy = try Self.policy("graph-08-list-response", taken: ["quay-north-sign-up-gate"])
        #expect(policy.connectors == ["quay-north-sign-up-gate-2"])
    }

    @Test func `a connector that is in none of the files is reported`() throws {
        let policy = try Self.policy("graph-21-connector-configuration")
        #expect(
            policy.notes.contains { $0.contains("5e0d8a17-64c9-4b21-9f7a-3c2b1d0e9f88") && $0.contains("import it") }
        )
        #expect(policy.text.contains("# post-attribute-collection"))
    }

    @Test(arguments: ["a\"b\\c\u{1B}[2J\n]", "]]\n[[endpoint]]\nname=\"x\"", "\u{202E}"])
    func `text from a tenant is quoted`(name: String) {
        var setup = GraphSetup()
        setup.connectors = [.init(displayName: name, targetUrl: name, authentication: .basic(username: name))]
        setup.flows = [.init(id: name, identityProviders: [name], attributes: [.init(name: name)])]
        let text = GraphPolicy(setup).text
        #expect(!text.contains("\n[[endpoint]]"))
        #expect(!text.contains("\u{1B}"))
        let tables = text.split(separator: "\n").filter { $0.hasPrefix("[") }
        #expect(tables == ["[[connector]]", "[[flow]]", "[[flow.attribute]]"])
    }
}
