import StrictTOML
import Testing

@Suite struct `A TOML document` {
    func values(_ text: String) throws -> [String: TOMLValue] { try TOMLDocument(text, file: "t.toml").values }

    static let texts: [(String, String)] = [
        (#""a\tb\u00e9\U0001F600\\\"""#, "a\tbé😀\\\""), (#"'a\tb'"#, #"a\tb"#), ("\"\"\"\na\nb\"\"\"", "a\nb"),
        ("\"\"\"a \\\n   b\"\"\"", "a b"), ("\"\"\"\"a\"\"\"\"\"", "\"a\"\""), ("'''\na'b''c'''", "a'b''c"),
        ("\"\"", ""),
    ]

    @Test(arguments: texts.indices)
    func `every kind of string is read`(index: Int) throws {
        let (source, text) = Self.texts[index]
        #expect(try values("a = \(source)")["a"] == .string(text))
    }

    @Test func `numbers and words are read as specified`() throws {
        let read = try values(
            "a = 0x_1f\n".replacing("_", with: "") + "b = 1_000\nc = -0.5e+3\nd = inf\ne = true\nf = 07:32:00"
        )
        #expect(read["a"] == .integer(31))
        #expect(read["b"] == .integer(1000))
        #expect(read["c"] == .double(-500))
        #expect(read["d"] == .double(.infinity))
        #expect(read["e"] == .bool(true))
        #expect(read["f"] == .moment("07:32:00"))
    }

    @Test func `tables are placed where their headers say`() throws {
        let read = try values("[a.b]\nc = 1\n[a]\nd.e = 2\n[[f]]\n[f.g]\nh = 3\n[[f]]\ni = { j.k = 4 }\n")
        #expect(read["a"] == .table(["b": .table(["c": .integer(1)]), "d": .table(["e": .integer(2)])]))
        #expect(
            read["f"]
                == .array([
                    .table(["g": .table(["h": .integer(3)])]),
                    .table(["i": .table(["j": .table(["k": .integer(4)])])]),
                ])
        )
    }

    @Test(arguments: [
        "a = 01", "a = 1_", "a = 1__0", "a = .5", "a = 1.", "a = +0x1", "a = \"\\q\"", "a = \"\\uD800\"",
        "a = 1 # \u{7F}",
        "a.b = 1\n[a]", "[a]\nb.c = 1\n[a.b]", "a = [{b = 1}]\n[[a]]", "a = {b.c = 1}\n[a.b]", "[[a]]\n[a]",
        "a = {b = 1,}", "a = {b = 1\n}", "a = 1\rb = 2", "a = 2024-13-01", "a = 24:00:00", "[a] b = 1",
    ])
    func `documents that the specification forbids are refused`(text: String) {
        #expect(throws: TOMLProblem.self) { try values(text) }
    }

    @Test func `the column of a mistake counts characters`() {
        let problem = #expect(throws: TOMLProblem.self) { try values("a = 1\nb = [\"é\", x]") }
        #expect(problem?.line == 2)
        #expect(problem?.column == 11)
    }

    @Test func `the place of each value is known`() throws {
        let text = "a = 1\n[[b]]\n# c = 2\nc.d = [ \"x\", { e = 'y' } ]\n"
        let document = try TOMLDocument(text, file: "t.toml")
        let written = document.entries.map { entry in
            entry.path.joined(separator: ".") + "=" + String(decoding: Array(text.utf8)[entry.value], as: UTF8.self)
        }
        #expect(
            written == [
                "a=1", "b.0.c.d.0=\"x\"", "b.0.c.d.1.e='y'", "b.0.c.d.1={ e = 'y' }", "b.0.c.d=[ \"x\", { e = 'y' } ]",
            ]
        )
        #expect(document.headers.map(\.offset) == [6])
    }
}
