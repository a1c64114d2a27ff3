import Foundation
import GatehouseModel
import PolicyEngine
import StrictTOML
import Testing

@Suite struct `A policy document` {
    static let whole = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { file = "entra.password" }

        [[queue]]
        name = "guests"
        expires-after = "14d"
        re-request = "after 30d"
        pending-message = { default = "Wait. {code}", fr = "Attendez. {code}", "fr-CA" = "Patientez. {code}" }
        denied-message = "No, {claims.givenName}."
        sla = "2d"
        quorum = 2

        [[endpoint]]
        name = "check-approval"
        dialect = "entra-b2b"
        step = "post-federation"
        credentials = ["entra"]
        approval = { check = "guests" }

        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests" }
        deadline = "1500ms"
        failure-policy = "continue"
        failure-message = "Later."

        [[list]]
        name = "partners"
        effect = "allow"

        [[list]]
        name = "blocked-domains"
        effect = "deny"
        message = { default = "Not from {domain}. {code}" }

        [[list]]
        name = "freemail"
        effect = "approve"
        queue = "guests"
        """

    @Test func `a policy is read with all its parts`() throws {
        let policy = try PolicyDocument.parse(Self.whole, file: "p.toml")
        #expect(policy.credentials.map(\.kind) == [.basic(username: "entra", password: .file("entra.password"))])
        let queue = try #require(policy.queue("guests"))
        #expect(queue.expiresAfter == .seconds(14 * 86_400))
        #expect(queue.reRequest == .after(.seconds(30 * 86_400)))
        #expect(queue.quorum == 2)
        #expect(policy.endpoint("check-approval")?.approval == .check(queue: "guests"))
        #expect(policy.endpoint("check-approval")?.deadline == .seconds(4))
        #expect(policy.endpoint("request-approval")?.deadline == .milliseconds(1500))
        #expect(policy.endpoint("request-approval")?.failurePolicy == .continue)
        #expect(policy.lists.map(\.effect) == [.allow, .deny, .approve])
        #expect(policy.source == Self.whole)
    }

    @Test func `a policy may be empty`() throws {
        #expect(try PolicyDocument.parse("", file: "p.toml") == .empty)
    }

    /// The text to replace in the whole document, its replacement, and the expected message.
    static let mistakes: [(String, String, String)] = [
        (
            "kind = \"basic\"", "kind = \"bearer-jwt\"",
            "p.toml:3: kind = \"bearer-jwt\" does not exist; the only choice is \"basic\""
        ),
        (
            "username = \"entra\"", "usernmae = \"entra\"",
            "p.toml:4: unknown key \"usernmae\"; did you mean \"username\"?"
        ),
        (
            "username = \"entra\"", "username = \"a:b\"",
            "p.toml:4: \"a:b\" cannot be a user name; use at most 256 bytes without \":\" and control characters"
        ),
        ("{ file = \"entra.password\" }", "\"hunter2\"", "p.toml:5: \"password\" is a string; write a table"),
        (
            "{ file = \"entra.password\" }", "{ path = \"x\" }",
            "p.toml:5: unknown key \"path\"; remove it; the keys here are \"env\", \"file\", \"literal\""
        ),
        (
            "{ file = \"entra.password\" }", "{ file = \"x\", env = \"Y\" }",
            "p.toml:5: there is more than one secret here; write { file = \"…\" }, { env = \"…\" } or { literal = \"…\" }"
        ),
        (
            "\"after 30d\"", "\"sometimes\"",
            "p.toml:10: re-request = \"sometimes\" does not exist; write \"never\", \"always\" or \"after 30d\""
        ),
        ("quorum = 2", "quorum = 3", "p.toml:14: quorum = 3 is out of range; write a number from 1 to 2"),
        (
            "expires-after = \"14d\"", "expires-after = \"1s\"",
            "p.toml:9: expires-after = \"1s\" is out of range; write something from 1m to 3650d"
        ),
        (
            "{claims.givenName}", "{givenName}",
            "p.toml:12: there is no placeholder {givenName}; write {code}, {email}, {domain}, {queue} or {claims.NAME}"
        ),
        (
            "No, {claims.givenName}.", "No {",
            "p.toml:12: the message has a brace without its partner; write {{ or }} for a brace"
        ),
        (
            "No, {claims.givenName}.", "\\u202Eoops",
            "p.toml:12: the message has control or bidirectional characters; write plain text; \\n starts a line"
        ),
        ("default = \"Wait. {code}\", ", "", "p.toml:11: [queue.pending-message] has no \"default\"; add default = …"),
        (
            "\"fr-CA\"", "\"fr CA\"",
            "p.toml:11: \"fr CA\" is no language tag; write default, or a tag such as fr or fr-CA"
        ),
        (
            "name = \"check-approval\"", "name = \"Check/it\"",
            "p.toml:17: \"Check/it\" cannot be a name; use at most 64 lower-case letters, digits, \"-\", \"_\" and \".\", starting with a letter or digit"
        ),
        (
            "name = \"request-approval\"", "name = \"check-approval\"",
            "p.toml:24: the name \"check-approval\" is taken by another endpoint; give each endpoint a name of its own"
        ),
        (
            "dialect = \"entra-b2b\"", "dialect = \"entra-b2x\"",
            "p.toml:18: dialect = \"entra-b2x\" does not exist; did you mean \"entra-b2b\"?"
        ),
        (
            "step = \"post-federation\"", "step = \"pre-token-issuance\"",
            "p.toml:19: entra-b2b does not call at the step \"pre-token-issuance\"; write \"post-federation\" or \"post-attribute-collection\""
        ),
        (
            "credentials = [\"entra\"]", "credentials = [\"entar\"]",
            "p.toml:20: there is no credential \"entar\"; did you mean \"entra\"?"
        ),
        ("credentials = [\"entra\"]", "credentials = []", "p.toml:20: \"credentials\" is empty; write at least one"),
        ("credentials = [\"entra\"]\n", "", "p.toml:16: [endpoint] has no \"credentials\"; add credentials = …"),
        (
            "credentials = [\"entra\"]", "credentials = [\"entra\", \"entra\"]",
            "p.toml:20: \"entra\" is there twice; name it once"
        ),
        (
            "{ check = \"guests\" }", "{ check = \"gests\" }",
            "p.toml:21: there is no queue \"gests\"; did you mean \"guests\"?"
        ),
        (
            "{ check = \"guests\" }", "{ check = \"guests\", request = \"guests\" }",
            "p.toml:21: an endpoint either checks or requests approvals; write { check = \"QUEUE\" } or { request = \"QUEUE\" }"
        ),
        (
            "{ check = \"guests\" }", "{ check = \"guests\", unless = \"x\" }",
            "p.toml:21: an endpoint that checks approvals asks nobody, so there is no \"unless\"; remove it"
        ),
        (
            "deadline = \"1500ms\"", "deadline = \"10m\"",
            "p.toml:29: deadline = \"10m\" is out of range; write something from 50ms to 1m"
        ),
        (
            "failure-policy = \"continue\"", "failure-policy = \"open\"",
            "p.toml:30: failure-policy = \"open\" does not exist; write one of \"block\", \"continue\""
        ),
        (
            "effect = \"allow\"", "effect = \"alow\"",
            "p.toml:35: effect = \"alow\" does not exist; did you mean \"allow\"?"
        ),
        (
            "effect = \"allow\"", "effect = \"allow\"\nqueue = \"guests\"",
            "p.toml:36: a list with effect \"allow\" asks no queue; remove the queue, or write effect = \"approve\""
        ),
        (
            "effect = \"deny\"", "effect = \"none\"",
            "p.toml:40: a list with effect \"none\" shows no message; remove the message, or write effect = \"deny\""
        ),
        (
            "effect = \"approve\"\nqueue = \"guests\"", "effect = \"approve\"",
            "p.toml:42: [list] has no \"queue\"; add queue = …"
        ),
        (
            "[[list]]\nname = \"partners\"", "[[clam]]\nname = \"partners\"",
            "p.toml:33: unknown key \"clam\"; did you mean \"claim\"?"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake in a policy is reported with its place and a remedy`(
        part: String,
        replacement: String,
        said: String
    ) throws {
        let start = try #require(Self.whole.range(of: part))
        let text = Self.whole.replacingCharacters(in: start, with: replacement)
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(text, file: "p.toml") }
        #expect(problem?.description == said)
    }

    @Test func `the number of parts in a policy is limited`() {
        let text = (0...256).map { "[[list]]\nname = \"l\($0)\"\neffect = \"none\"\n" }.joined()
        let problem = #expect(throws: TOMLProblem.self) { try PolicyDocument.parse(text, file: "p.toml") }
        #expect(problem?.message == "there are 257 [[list]] tables")
    }
}

@Suite struct `A policy with several mistakes` {
    @Test func `all mistakes in a policy are reported, without those that only follow from others`() {
        let text = """
            [[queue]]
            name = "guests"
            quorum = 7

            [[list]]
            name = "freemail"
            effect = "approve"
            queue = "guests"

            [[list]]
            name = "blocked"
            effect = "dney"
            colour = "red"

            [[endpoint]]
            name = "shop"
            dialect = "entra-b2b"
            step = "post-federation"
            credentials = ["nobody"]

            [[lsit]]
            """
        let reading = PolicyDocument.read(text, file: "p.toml")
        #expect(reading.problems.map(\.line) == [3, 19, 12, 21])
        #expect(reading.problems.map(\.column) == [1, 1, 1, 1])
        #expect(reading.document.lists.map(\.name) == ["freemail"])
    }
}
