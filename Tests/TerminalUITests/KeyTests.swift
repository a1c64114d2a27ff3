import StrictTOML
import TerminalUI
import Testing

@Suite struct `Key notation` {
    @Test(
        arguments: [
            ("a", .character("a")), ("G", .character("G")), ("^T", .control("t")), ("^t", .control("t")),
            ("^", .character("^")),
            ("space", .space), ("^space", .control(" ")), ("PgDn", .named(.pageDown)), ("pgdn", .named(.pageDown)),
            ("S-tab", .named(.backTab)), ("M-x", .alt("x")), ("F2", .named(.f2)), ("esc", .escape),
            ("|", .character("|")),
            ("é", .character("é")), ("enter", .enter), ("return", .enter),
        ] as [(String, Key)]
    )
    func `the notation of a key is parsed`(notation: String, key: Key) {
        #expect(Key(notation) == key)
    }

    @Test(arguments: ["", " ", "ab", "^", "\u{1B}", "^é", "F99", "M-", "M-\u{07}"].filter { $0 != "^" })
    func `a notation that is not a key is refused`(notation: String) {
        #expect(Key(notation) == nil)
    }

    @Test func `the printed notation can be parsed again`() {
        let keys: [Key] =
            Key.Name.allCases.map(Key.named) + ["a", "Z", "^", "|", "é", " "].map(Key.character)
            + ["a", "z", "\\", "]", "^", "_", " "].map(Key.control) + ["x", " "].map(Key.alt)
        for key in keys { #expect(Key(key.description) == key) }
    }

    @Test func `a sequence consists of keys separated by spaces`() {
        #expect(KeySequence("z a")?.keys == [.character("z"), .character("a")])
        #expect(KeySequence("g nonsense") == nil)
    }
}

@Suite struct `A keymap` {
    private func keymap() throws -> Keymap {
        try Keymap.parse(
            """
            [global]
            "q" = "quit"
            "g g" = "top"
            [list]
            "q" = "close"
            "x" = ""
            """,
            file: "keys.toml",
            contexts: ["global", "list"],
            isCommand: { ["quit", "close", "top", "export"].contains($0) }
        )
    }

    @Test func `the innermost context wins`() throws {
        #expect(try keymap().match(KeySequence([.character("q")]), in: ["list", "global"]) == .command("close"))
    }

    @Test func `the first key of a sequence is a prefix`() throws {
        #expect(try keymap().match(KeySequence([.character("g")]), in: ["list", "global"]) == .prefix)
    }

    @Test func `an empty command removes the binding of the keymap it is merged into`() throws {
        var standard = Keymap()
        standard.bind(KeySequence([.character("x")]), to: "export", in: "list")
        let merged = standard.merging(try keymap())
        #expect(merged.match(KeySequence([.character("x")]), in: ["list"]) == .none)
    }

    @Test(
        arguments: [
            ("[global]\n\"^S\" = \"quit\"", "keys.toml:2: ^S cannot be bound"),
            ("[global]\n\"qq\" = \"quit\"", "keys.toml:2: \"qq\" is not a key"),
            ("[global]\nq = \"fly\"", "keys.toml:2: unknown command \"fly\""),
            ("[globl]\nq = \"quit\"", "keys.toml:1: unknown key \"globl\""),
        ]
    )
    func `a mistake in a key file is reported with its line`(text: String, message: String) throws {
        let problem = try #require(throws: TOMLProblem.self) {
            try Keymap.parse(text, file: "keys.toml", contexts: ["global"], isCommand: { $0 == "quit" })
        }
        #expect(problem.description.hasPrefix(message))
    }
}
