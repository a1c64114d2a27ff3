import PolicyEngine
import StrictTOML
import Testing

@Suite struct `A policy without its secrets` {
    /// Policies with the secret `k3y`, and what the place of the secret must look like.
    static let texts = [
        "[[connector]]\nurl = \"https://a.example/x?code=k3y\"\n",
        "[[connector]]\nurl = 'https://a.example/x?v=1&sig=k3y'\n",
        "[[connector]]\nurl = \"\"\"\nhttps://a.example/x?code=k3y\"\"\"\n",
        "[[connector]]\nurl = \"https:\\u002F\\u002Fa.example/x?code=k3y\"\n",
        "[[connector]]\nurl = \"https://ada:k3y@a.example/x\"\n",
        "[[connector]]\nurl = \"https://a.example/x#k3y\"\n",
        "connector = [{ name = \"a\", url = \"https://a.example/x?code=k3y\" }]\n",
        "[[connector]]\nquery = { code = { literal = \"k3y\" } }\n",
        "[[connector]]\nquery.code.literal = 'k3y'\n",
        "[[credential]]\npasswords = [\n  \"k3y\",\n  { literal = \"k3y\" },\n]\n",
        "[[credential]]\n\"lit\\u0065ral\" = \"k3y\"\n",
        "# url = \"https://a.example/x?code=k3y\"\n",
        "name = \"a#b\" # was https://ada:k3y@a.example\n",
        "list = [ # password = \"k3y\"\n  1,\n]\n",
        "# password = { literal = \"k3y\" }\n",
        "[[rule]]\nmessage = { default = \"See https://a.example/?token=k3y now.\" }\n",
        // What is no TOML.
        "[[\nurl = \"https://a.example/x?code=k3y\"\n",
        "[[\npassword = \"\"\"\nk3y\n\"\"\"\n",
        "[[\n# secret = k3y\n",
        "[[\n\"lit\\u0065ral\" = \"k3y\"\n",
    ]

    @Test(arguments: texts)
    func `a masked policy shows no secret, line by line, and is refused by name`(text: String) throws {
        let covered = SecretMask.covered(text)
        #expect(!covered.contains("k3y"))
        #expect(covered.count(where: \.isNewline) == text.count(where: \.isNewline))
        let problem = try #require(SecretMask.problem(in: covered, file: "policy.toml"))
        #expect(problem.description.hasPrefix("policy.toml:"))
        #expect(problem.message.contains("masked"))
        #expect(SecretMask.problem(in: text, file: "policy.toml") == nil)
    }

    @Test(arguments: texts.prefix(16))
    func `a masked policy is still TOML`(text: String) throws {
        #expect(throws: Never.self) { try TOMLDocument(SecretMask.covered(text), file: "p") }
    }

    @Test func `a masked policy keeps everything else byte for byte`() {
        let text = """
            # A comment with a URL: https://docs.example/path
            [[connector]]
            name = "crm"
            url = "https://a.example/x"
            query = { code = { file = "crm.code" }, sig = { env = "SIG" } }

            [[rule]]
            when = 'claims.a.matches("^(?=x)") ? true : false'

            """
        #expect(SecretMask.covered(text) == text)
    }

    @Test func `masked policies are compared without showing a key`() throws {
        func values(_ key: String) throws -> [String: TOMLValue] {
            try TOMLDocument(
                "[[connector]]\nname = \"a\"\nurl = \"https://a.example/x?code=\(key)\"\n",
                file: "p"
            ).values
        }
        let changed = PolicyComparison(from: try values("k3y1"), to: try values("k3y2")).parts.flatMap(\.details)
        #expect(changed == ["url: another key (not shown)"])
        let added = PolicyComparison(from: [:], to: try values("k3y1")).parts.flatMap(\.details)
        #expect(!added.isEmpty && !added.joined().contains("k3y"))
    }
}
