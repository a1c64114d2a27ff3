import StrictTOML
import Testing

@Suite struct `A strict table` {
    static let document = """
        # a comment = "not a key"
        name = "x"
        count = 5_000

        [server]
        listen = "127.0.0.1:8080"
        text = \"\"\"
        [not.a.header]
        fake = 1
        \"\"\"
        timeout = "30s"

        [[list]]
        name = "a"
        [[list]]
        name = "b"
        inline = { one = 1, two = { three = "3" } }
        words = [
          "a", # ]
          "b",
        ]
        """

    func parse(_ text: String = document) throws -> StrictTable { try StrictTable.parse(text, file: "t.toml") }

    func problem(_ text: String = document, _ body: (StrictTable) throws -> Void) -> String? {
        do {
            try body(try parse(text))
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `a table returns values by type`() throws {
        let top = try parse()
        #expect(try top.string("name") == "x")
        #expect(try top.integer("count") == 5000)
        #expect(try top.double("count") == 5000)
        #expect(try top.table("server")?.duration("timeout") == .seconds(30))
        #expect(try top.tables("list").map { try $0.string("name") } == ["a", "b"])
        #expect(try top.tables("list").last?.strings("words") == ["a", "b"])
        #expect(try top.string("absent") == nil)
    }

    @Test func `a value of the wrong type is reported with its line and type`() {
        #expect(problem { _ = try $0.string("count") } == "t.toml:3: \"count\" is an integer; write a string")
        #expect(
            problem { _ = try $0.table("server")?.integer("timeout") }
                == "t.toml:11: \"timeout\" is a string; write an integer"
        )
        #expect(
            problem { _ = try $0.tables("list").last?.table("inline")?.table("two")?.integer("three") }
                == "t.toml:17: \"three\" is a string; write an integer"
        )
    }

    @Test func `an unknown key is refused with a suggestion`() {
        let said = problem { top in
            _ = try top.string("nmae")
            for key in ["count", "server", "list"] { _ = top.has(key) }
            try top.finish()
        }
        #expect(said == "t.toml:2: unknown key \"name\"; did you mean \"nmae\"?")
    }

    @Test func `finishing a table checks the tables taken from it`() {
        let said = problem { top in
            for key in ["name", "count", "list"] { _ = top.has(key) }
            let server = try top.table("server")
            _ = try server?.string("listen")
            _ = try server?.string("text")
            try top.finish()
        }
        #expect(said == "t.toml:11: unknown key \"timeout\"; remove it; the keys here are \"listen\", \"text\"")
    }

    @Test func `a missing key is reported at the misspelled key in its place`() {
        #expect(
            problem("[a]\nusernmae = 1") { _ = try $0.requireTable("a").requireString("username") }
                == "t.toml:2: unknown key \"usernmae\"; did you mean \"username\"?"
        )
        #expect(
            problem("[a]\nx = 1") { _ = try $0.requireTable("a").requireString("username") }
                == "t.toml:1: [a] has no \"username\"; add username = …"
        )
    }

    @Test(arguments: ["1", "1 s", "s", "-1s", "1w", "1.5h", "99999999999d", "", "९s"])
    func `an invalid duration is refused`(text: String) {
        #expect(
            problem("d = \"\(text)\"") { _ = try $0.duration("d") }?.hasPrefix("t.toml:1: d = \"\(text)\" is no")
                == true
        )
    }

    @Test(arguments: [("90s", "90s"), ("120s", "2m"), ("48h", "2d"), ("1500ms", "1500ms"), ("0d", "0s")])
    func `a duration is written in its shortest notation`(text: String, short: String) {
        #expect(Duration(notation: text)?.notation == short)
    }
}

@Suite struct `A hostile TOML document` {
    func refusal(_ text: String) -> TOMLProblem? {
        do {
            _ = try StrictTable.parse(text, file: "h.toml")
            return nil
        } catch {
            return error
        }
    }

    @Test func `a syntax error is reported with its place`() {
        let problem = refusal("a = 1\nb = = 2\n")
        #expect(problem?.line == 2)
        #expect(problem?.message.hasPrefix("not TOML: ") == true)
    }

    @Test func `a document that is too large is refused without parsing it`() {
        #expect(refusal(String(repeating: "#", count: 1 << 20) + "\n")?.line == 0)
    }

    static let bottomless = [
        "a = " + String(repeating: "[", count: 100_000),
        String(repeating: "a.", count: 100_000) + "a = 1",
        "[" + String(repeating: "a.", count: 100_000) + "a]",
        "x = " + String(repeating: "{a=", count: 100_000),
        "x = [" + String(repeating: "{a=[", count: 100_000),
    ]

    @Test(arguments: bottomless.indices)
    func `a document that is nested too deeply is refused before it is parsed`(index: Int) {
        #expect(refusal(Self.bottomless[index])?.message == "the document is nested deeper than 16 levels")
    }

    @Test(arguments: ["a = \"x\\u0000y\"", "a = \"x\0y\"", "\"a\\U00000000\" = 1"])
    func `a document with NUL is refused, because it would be truncated`(text: String) {
        #expect(refusal(text)?.message.contains("NUL") == true)
    }

    @Test(arguments: [
        "=", "[", "]", "[[", "[[a]", "a", "a =", "\"", "'''", "a = {", "a = [1", "\u{FEFF}\u{FEFF}", "a = 1 b = 2", "}",
        "a = \"\n\"", "[a]\n[a]", "a = 1\na = 2", "a.b = 1\na = 2", "=\n=\n", ",", "a = {b = 1, b = 2}", "a = ]",
        "#\u{7}",
    ])
    func `a document that is not TOML is refused`(text: String) {
        #expect(refusal(text) != nil)
    }

    @Test func `the text of a document is printed safely in messages`() {
        let problem = refusal("a = 1\n\"\u{202E}\\u001B[31m\" = 2")
        #expect(problem == nil)
        #expect("\u{1B}[31m\u{202E}".quoted() == "\"\\u{1b}[31m\\u{202e}\"")
    }
}
