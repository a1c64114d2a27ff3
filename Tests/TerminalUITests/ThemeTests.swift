import Foundation
import StrictTOML
import TerminalUI
import Testing

/// The shipped themes.
private let shipped: ThemeLibrary = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return ThemeLibrary(folders: [root.appendingPathComponent("themes").path])
}()

@Suite struct `Shipped themes` {
    @Test func `the promised themes exist`() {
        #expect(
            Set(shipped.names).isSuperset(of: ["dark", "light", "high-contrast", "mono", "deuteranopia", "terminal"])
        )
    }

    @Test(arguments: shipped.names)
    func `every theme loads under its own name without a warning`(name: String) throws {
        let file = try shipped.theme(named: name)
        #expect(file.theme.name == name)
        #expect(file.warnings == [])
    }

    @Test(arguments: shipped.names, ColorDepth.allCases)
    func `every role has colours that the terminal supports, different from its background`(
        name: String,
        depth: ColorDepth
    ) throws {
        let theme = ResolvedTheme(try shipped.theme(named: name).theme, for: depth)
        let most = [ColorDepth.mono: -1, .eight: 7, .sixteen: 15, .full: 255][depth] ?? -1
        for role in Role.allCases {
            for over in [nil, Role.cursor, .mark, .match] {
                let ink = theme.ink(for: Style(role, over: over))
                #expect((-1...most).contains(Int(ink.foreground)))
                #expect((-1...most).contains(Int(ink.background)))
                #expect(
                    ink.foreground != ink.background || ink.foreground == -1,
                    "\(role) over \(String(describing: over))"
                )
            }
        }
    }

    @Test(arguments: shipped.names, ColorDepth.allCases)
    func `the selected row, hidden characters and danger differ from plain text`(name: String, depth: ColorDepth) throws
    {
        let theme = ResolvedTheme(try shipped.theme(named: name).theme, for: depth)
        let plain = theme.ink(for: Style(.text))
        for role in [Role.cursor, .hiddenChar, .danger, .matchCurrent] {
            #expect(theme.ink(for: Style(role)) != plain)
        }
        #expect(theme.ink(for: Style(.text, over: .cursor)) != plain)
        #expect(theme.ink(for: Style(.hiddenChar, over: .cursor)) != theme.ink(for: Style(.text, over: .cursor)))
    }

    @Test(arguments: shipped.names)
    func `with eight colours no theme depends on bold black being grey`(name: String) throws {
        let theme = ResolvedTheme(try shipped.theme(named: name).theme, for: .eight)
        let ground = theme.ink(for: Style(.text)).background
        for role in Role.allCases {
            let ink = theme.ink(for: Style(role))
            #expect(ink.foreground != 0 || ink.background > 0 || ground > 0, "\(role)")
        }
    }

    @Test(arguments: shipped.names)
    func `a terminal with 64 colour pairs has enough for every theme`(name: String) throws {
        let theme = ResolvedTheme(try shipped.theme(named: name).theme, for: .eight)
        let pairs = Role.allCases.flatMap { role in
            [nil, Role.cursor, .mark].map { over -> [Int16] in
                let ink = theme.ink(for: Style(role, over: over))
                return [ink.foreground, ink.background]
            }
        }
        #expect(Set(pairs).count < 64)
    }
}

@Suite struct `Theme files` {
    private func theme(_ roles: String) throws -> ThemeFile {
        try ThemeFile("name = \"x\"\nbase = \"dark\"\n\(roles)", file: "x.toml")
    }

    @Test(
        arguments: [
            ("[roles]\ncursr = \"red\"", "x.toml:4: unknown role \"cursr\"; did you mean \"cursor\"?"),
            ("[roles]\ntext = \"blurple\"", "x.toml:4: \"blurple\" is no colour"),
            ("[roles]\ntext = \"red on\"", "x.toml:4: no colour follows \"on\""),
            ("[roles]\ntext = \"red blod\"", "x.toml:4: unknown attribute \"blod\"; did you mean \"bold\"?"),
            ("[roles]\ntext = 7", "x.toml:4: "),
            ("[palette]\nink = \"#12345\"", "x.toml:4: \"#12345\" is no colour"),
            ("[palette]\nbold = \"#123456\"", "x.toml:4: \"bold\" is a word of its own"),
            ("include = \"/etc/passwd\"", "x.toml:3: unknown key \"include\""),
        ]
    )
    func `a mistake in a theme is reported with file, line and remedy`(roles: String, message: String) throws {
        let problem = try #require(throws: TOMLProblem.self) { try theme(roles) }
        #expect(problem.description.hasPrefix(message))
    }

    @Test func `a theme file that is too large is refused`() {
        let text = "name = \"x\"\nbase = \"dark\"\n" + String(repeating: "# padding\n", count: 10_000)
        #expect(throws: TOMLProblem.self) { try ThemeFile(text, file: "x.toml") }
    }

    @Test func `low contrast is a warning with its line`() throws {
        let file = try theme("[roles]\ntext = \"#ffffff on #000000\"\ndim = \"#222222\"")
        #expect(file.warnings.count == 1)
        #expect(file.warnings.first?.hasPrefix("x.toml:5: dim has a contrast of 1.") == true)
    }

    @Test func `roles that a theme does not define come from its base`() throws {
        let ink = ResolvedTheme(try theme("").theme, for: .sixteen).ink(for: Style(.denied))
        #expect(ink.foreground == 9)
    }

    @Test func `exact colours become the closest of the 256`() throws {
        let file = try theme("[roles]\ntext = \"#ff0000 on #808080\"")
        let ink = ResolvedTheme(file.theme, for: .full).ink(for: Style(.text))
        #expect(ink.foreground == 196)
        #expect(ink.background == 244)
    }

    @Test(arguments: ["../dark", "/etc/passwd", "", ".hidden", "a b"])
    func `a theme's name cannot lead out of the folder`(name: String) {
        #expect(throws: TOMLProblem.self) { try shipped.theme(named: name) }
    }
}

@Suite struct `A theme that changes while it is used` {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "themes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func write(_ text: String, to folder: String) throws {
        try text.write(toFile: "\(folder)/mine.toml", atomically: true, encoding: .utf8)
    }

    @Test func `a broken theme file keeps the previous theme and reports the problem`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let library = ThemeLibrary(folders: [folder])
        try write("name = \"mine\"\nbase = \"light\"\n", to: folder)
        var choice = ThemeChoice("mine", from: library)
        let before = choice.theme
        try write("name = \"mine\"\nbase = \"light\"\n[roles]\nnope = \"red\"\n", to: folder)
        choice.reload(from: library)
        #expect(choice.theme == before)
        #expect(choice.problem?.contains("mine.toml:4: unknown role \"nope\"") == true)
    }

    @Test(.timeLimit(.minutes(1))) func `a change in the theme folder is reported`() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var changes = ThemeWatch.changes(in: [folder]).makeAsyncIterator()
        try write("name = \"mine\"\nbase = \"dark\"\n", to: folder)
        #expect(await changes.next() != nil)
    }
}
