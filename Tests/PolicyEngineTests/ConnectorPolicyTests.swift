import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `A connector in the policy` {
    static let text = """
        [[connector]]
        name = "crm"
        url = "https://api.b.example/sign-ups?code=k3y"
        dialect = "entra-b2c"
        timeout = "5s"
        retries = 0
        allow = ["10.1.2.0/24", "fd00::1"]
        ca = "ca.pem"
        enabled = false
        authentication = { client-certificate = [
            { certificate = "old.pem", private-key = { file = "old.key" }, uploaded = "2026-01-01" },
            { certificate = "new.pem", private-key = { file = "new.key" } },
        ] }

        [[connector]]
        name = "own"
        url = "http://127.0.0.1:8080/endpoints/check-approval"
        dialect = "entra-b2b"
        allow = ["127.0.0.1/32"]
        authentication = { basic = { username = "entra", password = { file = "entra.password" } } }

        [[flow]]
        name = "guests"
        identity-providers = ["google.com"]
        steps = { post-federation = "own", post-attribute-collection = "crm" }
        """

    @Test(arguments: [
        ("k3y", "k3y"), ("ab+c/d==", "ab%2Bc/d=="), ("a%2Fb%3D", "a%2Fb%3D"), ("a%zz&b#c d", "a%25zz%26b%23c%20d"),
        ("clé", "cl%C3%A9"),
    ])
    func `a connector may have a key for its URL that is kept elsewhere`(key: String, sent: String) throws {
        let text = Self.text.replacing(
            "dialect = \"entra-b2c\"",
            with: "query = { sig = { file = \"crm.sig\" } }\ndialect = \"entra-b2c\""
        )
        let crm = try #require(try PolicyDocument.parse(text, file: "p.toml").connector("crm"))
        #expect(crm.query == [.init(name: "sig", value: .file("crm.sig"))])
        let url = crm.url.adding("sig", key)
        #expect(url.whole == "https://api.b.example/sign-ups?code=k3y&sig=" + sent)
        #expect(url.description == "https://api.b.example/sign-ups?code=…&sig=…")
        #expect(throws: Never.self) { try ConnectorURL(url.whole) }
    }

    @Test(arguments: [
        ("{ code = { file = \"c\" } }", "has \"code\" already"), ("{ \"a b\" = { file = \"c\" } }", "cannot be a name"),
        ("{ \"\" = { file = \"c\" } }", "cannot be a name"), ("{ sig = {} }", "no secret here"),
        ("{ sig = \"k\" }", "sig"),
    ])
    func `a connector with an invalid query is refused by name`(query: String, wanted: String) throws {
        let text = Self.text.replacing("dialect = \"entra-b2c\"", with: "query = \(query)\ndialect = \"entra-b2c\"")
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(text, file: "p.toml") }
        #expect(problem?.description.contains(wanted) == true, "\(problem?.description ?? "")")
    }

    @Test func `a connector is read with all its members`() throws {
        let policy = try PolicyDocument.parse(Self.text, file: "p.toml")
        let crm = try #require(policy.connector("crm"))
        #expect(crm.url.whole == "https://api.b.example/sign-ups?code=k3y")
        #expect(crm.dialect == .entraB2C)
        #expect(crm.timeout == .seconds(5))
        #expect(crm.retries == 0)
        #expect(crm.allowed.map(\.notation) == ["10.1.2.0/24", "fd00::1/128"])
        #expect(crm.trustFile == "ca.pem")
        #expect(!crm.isEnabled)
        guard case .certificates(let certificates) = crm.authentication else {
            Issue.record("\(crm.authentication)")
            return
        }
        #expect(certificates.map(\.file) == ["old.pem", "new.pem"])
        #expect(certificates.map(\.uploaded) == [Timestamp("2026-01-01"), nil])
        let own = try #require(policy.connector("own"))
        #expect(own.authentication == .basic(username: "entra", password: .file("entra.password")))
        #expect(own.timeout == .seconds(20))
        #expect(own.retries == 1)
    }

    /// The text to replace, its replacement, and the expected message.
    static let mistakes: [(String, String, String)] = [
        ("https://api.b.example", "ftp://api.b.example", "does not start with https://"),
        ("https://api.b.example", "https://ada:pw@api.b.example", "has a user name in it"),
        ("https://api.b.example", "http://api.b.example", "would send people's data in the clear"),
        ("http://127.0.0.1:8080", "http://10.0.0.1:8080", "would send people's data in the clear"),
        ("allow = [\"127.0.0.1/32\"]\n", "", "closed to connectors"),
        ("\"10.1.2.0/24\"", "\"10.1.2.1/24\"", "write \"10.1.2.0/24\""),
        ("\"10.1.2.0/24\"", "\"intranet\"", "is no block of addresses"),
        ("timeout = \"5s\"", "timeout = \"5m\"", "is out of range"),
        ("retries = 0", "retries = 4", "is out of range"),
        ("\"entra-b2c\"", "\"entra-b2cc\"", "did you mean \"entra-b2c\"?"),
        ("\"2026-01-01\"", "\"last year\"", "is no date"),
        ("\"new.pem\"", "\"old.pem\"", "is there twice"),
        ("\"entra\", password", "\"en:tra\", password", "cannot be a user name"),
        ("enabled = false", "enable = false", "did you mean \"enabled\"?"),
        ("name = \"own\"", "name = \"crm\"", "is taken by another connector"),
        ("post-federation = \"own\"", "post-federation = \"owm\"", "there is no connector \"owm\""),
        ("{ basic = {", "{ basik = {", "basik"),
    ]

    @Test(arguments: mistakes)
    func `a mistake in a connector is refused with its place and a remedy`(
        _ what: String,
        _ with: String,
        _ said: String
    ) throws {
        let text = Self.text.replacing(what, with: with, maxReplacements: 1)
        try #require(text != Self.text)
        let problems = PolicyDocument.read(text, file: "p.toml").problems
        let told = problems.map(\.description).joined(separator: "\n")
        #expect(told.contains(said), "\(told)")
        #expect(problems.allSatisfy { $0.line > 0 })
    }

    @Test func `a URL whose query may contain a key is never repeated in messages`() {
        let text = Self.text.replacing("?code=k3y", with: "?code=k3y#x")
        let problems = PolicyDocument.read(text, file: "p.toml").problems
        #expect(!problems.isEmpty)
        #expect(!problems.contains { $0.description.contains("k3y") })
    }
}
