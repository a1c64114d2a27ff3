import Foundation
import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `Rules in a policy document` {
    static let whole = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { file = "entra.password" }

        [[queue]]
        name = "guests"

        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests", unless = 'claims.email.domain() in list("partners")' }

        [[list]]
        name = "partners"
        effect = "none"

        [[claim]]
        name = "extension_1f2e_customerNumber"
        type = "int"

        [[rule]]
        name = "postal code"
        endpoints = ["request-approval"]
        when = 'claims.country == "Sweden" && !claims.postalCode.matches("^[0-9]{3} ?[0-9]{2}$")'
        then = "invalid"
        field = "postalCode"
        message = { default = "Enter a postal code in the form NNN NN.", sv = "Ange ett postnummer." }

        [[rule]]
        name = "tidy names"
        when = 'has(claims.givenName)'
        then = "set"
        set = { givenName = 'claims.givenName.trim().titleCase()' }

        [[rule]]
        name = "ask"
        when = 'claims.jobTitle == "Consultant"'
        then = "approve"
        queue = "guests"
        mode = "shadow"
        comment = "trial"

        [[rule]]
        name = "mark"
        when = 'true'
        then = "tag"
        tags = ["odd", "new"]
        """

    @Test func `rules are read in order, with all their members`() throws {
        let policy = try PolicyDocument.parse(Self.whole, file: "p.toml")
        #expect(policy.rules.map(\.name) == ["postal code", "tidy names", "ask", "mark"])
        let postal = try #require(policy.rule("postal code"))
        #expect(postal.endpoints == ["request-approval"])
        #expect(postal.then == .invalid)
        #expect(postal.mode == .enforce)
        #expect(postal.field == "postalCode")
        #expect(
            postal.message == ["default": "Enter a postal code in the form NNN NN.", "sv": "Ange ett postnummer."]
        )
        #expect(policy.rule("tidy names")?.set == ["givenName": "claims.givenName.trim().titleCase()"])
        #expect(policy.rule("ask")?.queue == "guests")
        #expect(policy.rule("ask")?.mode == .shadow)
        #expect(policy.rule("ask")?.comment == "trial")
        #expect(policy.rule("mark")?.tags == ["odd", "new"])
        #expect(policy.claimTypes == [ClaimType(name: "extension_1f2e_customerNumber", kind: .int)])
        #expect(policy.endpoint("request-approval")?.unless == #"claims.email.domain() in list("partners")"#)
    }

    /// The text to replace in the whole document, its replacement, and the first line of the expected message.
    static let mistakes: [(String, String, String)] = [
        (
            "name = \"mark\"", "name = \"ask\"",
            "p.toml:48: the name \"ask\" is taken by another rule; give each rule a name of its own"
        ),
        (
            "name = \"mark\"", "name = \"a\\\"b\"",
            "p.toml:48: \"a\\\"b\" cannot be a rule's name; use one line of at most 64 characters without quotes and backslashes"
        ),
        (
            "endpoints = [\"request-approval\"]", "endpoints = [\"request-aproval\"]",
            "p.toml:27: there is no endpoint \"request-aproval\"; did you mean \"request-approval\"?"
        ),
        (
            "endpoints = [\"request-approval\"]", "endpoints = []",
            "p.toml:27: \"endpoints\" is empty; name an endpoint, or remove endpoints for a rule that looks at all of them"
        ),
        (
            "then = \"approve\"\nqueue = \"guests\"", "then = \"approve\"\nqueue = \"gests\"",
            "p.toml:43: there is no queue \"gests\"; did you mean \"guests\"?"
        ),
        (
            "then = \"approve\"\nqueue = \"guests\"", "then = \"approve\"",
            "p.toml:39: [rule] has no \"queue\"; add queue = …"
        ),
        (
            "then = \"invalid\"", "then = \"refuse\"",
            "p.toml:29: then = \"refuse\" does not exist; write one of \"allow\", \"approve\", \"block\", \"invalid\", \"set\", \"tag\""
        ),
        (
            "then = \"invalid\"", "then = \"block\"",
            "p.toml:30: a rule with then = \"block\" has no \"field\"; remove it, or write then = \"invalid\""
        ),
        (
            "tags = [\"odd\", \"new\"]", "tags = [\"odd\"]\nmessage = \"x\"",
            "p.toml:52: a rule with then = \"tag\" has no \"message\"; remove it, or write then = \"block\" or then = \"invalid\""
        ),
        ("tags = [\"odd\", \"new\"]", "tags = []", "p.toml:51: \"tags\" is empty; write at least one"),
        (
            "tags = [\"odd\", \"new\"]", "tags = [\"two words\"]",
            "p.toml:51: \"two words\" cannot be a tag; use at most 64 bytes without spaces and quotes"
        ),
        (
            "set = { givenName =", "set = { email =",
            "p.toml:37: no rule can set \"email\": the sign-up rests on it; remove it"
        ),
        (
            "set = { givenName =", "set = { userMessage =",
            "p.toml:37: no rule can set \"userMessage\": providers read it as a part of the answer itself; remove it"
        ),
        (
            "set = { givenName =", "set = { \"a b\" =",
            "p.toml:37: \"a b\" cannot be a claim's name; use the claim's name on the wire, such as postalCode or extension_1f2e_customerNumber"
        ),
        (
            "mode = \"shadow\"", "mode = \"shadows\"",
            "p.toml:44: mode = \"shadows\" does not exist; did you mean \"shadow\"?"
        ),
        ("when = 'true'\n", "", "p.toml:47: [rule] has no \"when\"; add when = …"),
        ("when = 'true'", "wehn = 'true'", "p.toml:49: unknown key \"wehn\"; did you mean \"when\"?"),
        (
            "when = 'true'", "when = 'clams.a'",
            "p.toml:49: when, column 1: there is no 'clams' here; did you mean 'claims'?"
        ),
        (
            "when = 'true'", "when = '''\ntrue &&\n  '''",
            "p.toml:51: when, column 3: expected a value, found the end; correct the expression"
        ),
        (
            "when = 'true'", "when = 'claims.a.matches(\"(\")'",
            "p.toml:49: when, column 10: not a valid pattern: missing ): (; correct the expression"
        ),
        (
            "when = 'true'", "when = 'claims.extension_1f2e_customerNumber.trim() == \"\"'",
            "p.toml:49: when, column 38: there is no int.trim(); there is string.trim()"
        ),
        (
            "when = 'true'", "when = 'claims.country'",
            "p.toml:49: when, column 7: this must be bool, it is string; compare it with something, as in \"… == …\""
        ),
        (
            "'claims.givenName.trim().titleCase()'", "'1'",
            "p.toml:37: set.givenName, column 1: this must be string, it is int; correct the expression"
        ),
        (
            "'claims.givenName.trim().titleCase()'", "'claims.givenName.titelCase()'",
            "p.toml:37: set.givenName, column 18: there is no function 'titelCase'; did you mean 'titleCase'?"
        ),
        (
            "list(\"partners\")", "list(\"partner\")",
            "p.toml:15: unless, column 26: there is no list 'partner'; the lists are 'partners'"
        ),
        (
            "list(\"partners\")", "list(claims.x)",
            "p.toml:15: unless, column 26: list takes the name of a list, in quotes; correct the expression"
        ),
        (
            "{ request = \"guests\", unless = 'claims.email.domain() in list(\"partners\")' }",
            "{ check = \"guests\", unless = 'true' }",
            "p.toml:15: an endpoint that checks approvals asks nobody, so there is no \"unless\"; remove it"
        ),
        (
            "type = \"int\"", "type = \"integer\"",
            "p.toml:23: type = \"integer\" does not exist; write one of \"bool\", \"double\", \"int\", \"string\", \"string-list\""
        ),
        (
            "name = \"extension_1f2e_customerNumber\"", "name = \"email\"",
            "p.toml:22: the type of \"email\" cannot be declared; remove this [[claim]]; its type is known"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake in a rule is reported with its place and a remedy`(
        part: String,
        replacement: String,
        said: String
    ) throws {
        let start = try #require(Self.whole.range(of: part))
        let text = Self.whole.replacingCharacters(in: start, with: replacement)
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(text, file: "p.toml") }
        #expect(problem?.description.split(separator: "\n").first.map(String.init) == said)
    }

    @Test func `a mistake in an expression is reported at its position`() throws {
        let text = Self.whole.replacing("when = 'true'", with: "when = 'claims.a == 1 && clams.b'")
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(text, file: "p.toml") }
        #expect(problem?.column == 26)
        #expect(problem?.pointer == "  claims.a == 1 && clams.b\n                   ^")
    }

    @Test func `the number and size of rules are limited`() throws {
        func many(_ count: Int) -> String {
            (0..<count).map { "[[rule]]\nname = \"r\($0)\"\nwhen = 'true'\nthen = \"allow\"\n" }.joined()
        }
        #expect(try PolicyDocument.parse(many(1000), file: "p").rules.count == 1000)
        let crowd = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(many(10_000), file: "p") }
        #expect(crowd?.description == "p:1: there are 10000 [[rule]] tables; keep to 1000")
        let long = "[[rule]]\nname = \"r\"\nwhen = '\(String(repeating: "!", count: 5000))true'\nthen = \"allow\"\n"
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(long, file: "p") }
        #expect(problem?.description == "p:3: the expression has 5004 bytes; keep to 4096")
    }
}
