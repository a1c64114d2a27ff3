import Foundation
import GatehouseModel
import StrictTOML
import Testing

@testable import PolicyEngine

@Suite struct `A user flow in the policy` {
    private static let text = """
        name = "guests"
        identity-providers = ["google.com", "mail", "local"]
        application-claims = ["email", "displayName"]

        [steps]
        post-federation = "check"
        post-attribute-collection = "request"

        [[attribute]]
        name = "extension_Seats"
        type = "int"
        page = 2

        [[attribute]]
        name = "postalCode"
        order = 2

        [[attribute]]
        name = "displayName"
        required = true
        label = "Your name"
        order = 1

        """
    private static let names = PolicyNames(
        credentials: [],
        queues: [],
        connectors: ["check": .entraB2B, "request": .entraB2B]
    )

    private static func read(_ text: String) throws(TOMLProblem) -> UserFlow {
        let table = try StrictTable.parse(text, file: "p.toml")
        let flow = try UserFlow(table, names)
        try table.finish()
        return flow
    }

    @Test func `attributes are sorted by page and order`() throws {
        let flow = try Self.read(Self.text)
        #expect(flow.attributes.map(\.name) == ["displayName", "postalCode", "extension_Seats"])
        #expect(
            flow.attributes.first
                == UserFlow.Attribute(name: "displayName", isRequired: true, label: "Your name", page: 1)
        )
        #expect(flow.attributes.last?.kind == .int)
        #expect(flow.steps == [.postFederation: "check", .postAttributeCollection: "request"])
        #expect(flow.identityProviders == ["google.com", "mail", "local"])
        #expect(flow.applicationClaims == ["email", "displayName"])
    }

    @Test func `a user flow needs only a name and an identity provider`() throws {
        let flow = try Self.read("name = \"bare\"\nidentity-providers = [\"google.com\"]")
        #expect(flow == UserFlow(name: "bare", identityProviders: ["google.com"]))
    }

    private static let mistakes: [(part: String, replacement: String, said: String)] = [
        (
            "= \"check\"", "= \"chekc\"",
            "p.toml:6: there is no connector \"chekc\"; did you mean \"check\"?"
        ),
        (
            "post-federation = \"check\"", "pre-token-issuance = \"check\"",
            "p.toml:6: a user flow calls no connector before it issues the token; use \"post-federation\" or \"post-attribute-collection\""
        ),
        (
            "[\"google.com\", \"mail\", \"local\"]", "[\"local\"]",
            "p.toml:2: nobody would reach the step \"post-federation\": it is passed over for local accounts; offer an identity provider such as \"google.com\", or remove the step"
        ),
        (
            "[\"google.com\", \"mail\", \"local\"]", "[\"google.com\", \"Google.com\"]",
            "p.toml:2: \"Google.com\" is there twice; name it once"
        ),
        (
            "[\"google.com\", \"mail\", \"local\"]", "[\"two words\"]",
            "p.toml:2: \"two words\" cannot be an identity provider; write its issuer: \"google.com\", \"facebook.com\", \"mail\"; or \"local\""
        ),
        (
            "name = \"postalCode\"", "name = \"email\"",
            "p.toml:15: \"email\" is not for the form to ask: the sign-up already has it, or the wire uses the name; remove the attribute"
        ),
        (
            "name = \"postalCode\"", "name = \"displayName\"",
            "p.toml:19: the attribute \"displayName\" is asked twice; ask it once"
        ),
        (
            "type = \"int\"", "type = \"integer\"",
            "p.toml:11: type = \"integer\" does not exist; write one of \"bool\", \"int\", \"string\""
        ),
        ("page = 2", "page = 0", "p.toml:12: page = 0 is out of range; write a number from 1 to 16"),
        (
            "required = true", "requird = true",
            "p.toml:20: unknown key \"requird\"; did you mean \"required\"?"
        ),
        (
            "[\"email\", \"displayName\"]", "[\"email\", \"email\"]",
            "p.toml:3: \"email\" is there twice; name it once"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake in a user flow is reported with its place and a remedy`(
        part: String,
        replacement: String,
        said: String
    ) throws {
        let range = try #require(Self.text.range(of: part))
        let text = Self.text.replacingCharacters(in: range, with: replacement)
        let problem = #expect(throws: TOMLProblem.self) { try Self.read(text) }
        #expect(problem?.description == said)
    }

    @Test func `the number of attributes of a user flow is limited`() {
        let many = (0..<65).map { "[[attribute]]\nname = \"a\($0)\"\n" }.joined()
        let problem = #expect(throws: TOMLProblem.self) {
            try Self.read("name = \"x\"\nidentity-providers = [\"mail\"]\n" + many)
        }
        #expect(problem?.message == "there are 65 attributes")
    }
}
