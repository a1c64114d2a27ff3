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
    private func keymap() throws -> Keymap { Keymap().merging(try file) }

    private var file: KeyFile {
        get throws {
            try KeyFile(
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
                commands: ["quit", "close", "top", "export"]
            )
        }
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
        let merged = standard.merging(try file)
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
        let file = try KeyFile(text, file: "keys.toml", contexts: ["global"], commands: ["quit"])
        #expect(file.problems.count == 1)
        #expect(file.problems.first?.description.hasPrefix(message) == true)
    }

    private static let standard: Keymap = {
        var keymap = Keymap()
        keymap.bind(KeySequence([.character("q")]), to: "quit", in: "global")
        keymap.bind(KeySequence([.character("a")]), to: "approve", in: "list")
        keymap.bind(KeySequence([.character("d")]), to: "deny", in: "list")
        return keymap
    }()

    /// What `a`, `d`, `q` and `z` do in a list with this key file.
    private func meaning(_ text: String) throws -> [String?] {
        let file = try KeyFile(
            text,
            file: "keys.toml",
            contexts: ["global", "list"],
            commands: ["quit", "approve", "deny", "export"]
        )
        let keymap = Self.standard.merging(file)
        return "adqz".unicodeScalars.map { key in
            switch keymap.match(KeySequence([.character(key)]), in: ["list", "global"]) {
            case .command(let name): name
            case .prefix: "…"
            case .none: nil
            }
        }
    }

    @Test(
        arguments: [
            // An unbound key stays unbound, whatever else is wrong.
            ("[list]\na = \"\"\nz = \"fly\"", [nil, "deny", "quit", nil]),
            ("[list]\na = \"\"\nqq = \"quit\"\n\"^S\" = \"quit\"\nz = \"export\"", [nil, "deny", "quit", "export"]),
            ("[nowhere]\nz = \"export\"\n[list]\na = \"\"", [nil, "deny", "quit", nil]),
            // A key whose own entry is wrong does nothing.
            ("[list]\na = \"exprot\"", [nil, "deny", "quit", nil]),
            ("[list]\na = 7\nd = [\"deny\"]", [nil, nil, "quit", nil]),
            ("[lsit]\na = \"\"\nd = \"export\"", [nil, nil, "quit", nil]),
            ("a = \"\"", [nil, "deny", "quit", nil]),
            // A wrong line costs itself, a wrong header its section.
            ("[list]\na = \nd = \"\"\nz = \"export\"", ["approve", nil, "quit", "export"]),
            ("[list\na = \"export\"\n[global]\nz = \"quit\"", ["approve", "deny", "quit", "quit"]),
            // What is unbound for all contexts is unbound in each that does not bind it.
            ("[global]\na = \"\"", [nil, "deny", "quit", nil]),
            ("[global]\na = \"\"\n[list]\na = \"export\"", ["export", "deny", "quit", nil]),
            ("[list]\nq = \"\"", ["approve", "deny", nil, nil]),
        ] as [(String, [String?])]
    )
    func `one mistake in a key file costs only the keys that it names`(text: String, meaning: [String?]) throws {
        #expect(try self.meaning(text) == meaning)
    }

    @Test(arguments: [
        "a = ", "[list", "[list]\n[list]", "[list]\na = \"x\"\na = \"\"", "\"", "[list]\na = \"\\u0000\"",
    ])
    func `a key file that is not TOML in every line says so`(text: String) throws {
        let file = try KeyFile(text, file: "keys.toml", contexts: ["global", "list"], commands: [])
        #expect(!file.isComplete)
        #expect(!file.problems.isEmpty)
    }

    @Test func `a file with too many wrong lines is refused`() {
        let text = String(repeating: "???\n", count: 200)
        #expect(throws: TOMLProblem.self) {
            try KeyFile(text, file: "keys.toml", contexts: ["global"], commands: [])
        }
    }

    @Test func `a mistyped command is answered with the one that was probably meant`() throws {
        let file = try KeyFile(
            "[list]\na = \"exprot csv\"",
            file: "keys.toml",
            contexts: ["list"],
            commands: ["export"]
        )
        #expect(file.problems.map(\.remedy) == ["did you mean \"export\"?"])
    }
}
