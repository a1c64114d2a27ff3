import ControlProtocol
import Foundation
import GatehouseModel
import StrictTOML
import TerminalUI
import Testing

@testable import GatehouseConsole

/// What the runner does: requests over a transport, and files.
@Suite struct `The runner` {
    /// Gives the same reply to every request.
    private struct FixedTransport: ControlTransport {
        let reply: @Sendable (WireRequest) throws(ControlError) -> WireReply
        func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply { try reply(request) }
    }

    private func runner(
        statePath: String? = nil,
        _ reply: @escaping @Sendable (WireRequest) throws(ControlError) -> WireReply = { _ throws(ControlError) in
            throw .unreachable(socket: "/nowhere", detail: "no such file")
        }
    ) -> ConsoleRunner {
        ConsoleRunner(
            client: ControlClient(transport: FixedTransport(reply: reply)),
            themes: ThemeLibrary(folders: []),
            statePath: statePath
        )
    }

    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "console-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func `a request's reply becomes its message`() async throws {
        let who = WhoAmI(uid: 1, user: "anna", groups: [], role: .approver, grantedBy: "x")
        let client = ControlClient(
            transport: FixedTransport { _ throws(ControlError) in
                do { return try WireReply.json(who) } catch { throw .unreadable(detail: "\(error)") }
            }
        )
        let message = await Ask(GetWhoAmI()) { .whoAmI($0) }.perform(with: client)
        guard case .whoAmI(.success(let got)) = message else {
            Issue.record("it became \(message)")
            return
        }
        #expect(got == who)
    }

    @Test func `a reply of the wrong kind is an error, not a crash`() {
        let message = Ask(GetWhoAmI()) { .whoAmI($0) }.message(for: .success(Done()))
        guard case .whoAmI(.failure(.unreadable)) = message else {
            Issue.record("it became \(message)")
            return
        }
    }

    @Test func `an export is a new file that only the user can read`() throws {
        let path = try folder() + "/out.csv"
        try PrivateFile.create(path, "a,b\r\n")
        #expect(try mode(path) == 0o600)
        #expect(throws: PrivateFile.Failure.self) { try PrivateFile.create(path, "again") }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a,b\r\n")
    }

    @Test func `state is written in one step, readable by the user only, and can be read back`() throws {
        let path = try folder() + "/deep/state.json"
        var saved = SavedState()
        saved.screen = "lists"
        saved.filters = ["traffic": "outcome:block"]
        try saved.write(to: path)
        #expect(try mode(path) == 0o600)
        #expect(SavedState.read(from: path) == saved)
    }

    @Test(arguments: ["", "{", "[]", "{\"screen\": 7}"])
    func `invalid state is discarded`(text: String) throws {
        let path = try folder() + "/state.json"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(SavedState.read(from: path) == SavedState())
    }

    @Test func `settings are read from a file`() throws {
        let (settings, problems) = Settings.read(
            """
            theme = "dark"
            ascii = "on"
            overdue-after = "2d"
            [[deny-reason]]
            text = "not ours"
            """,
            file: "console.toml"
        )
        #expect(problems == [])
        #expect(settings.theme == "dark")
        #expect(settings.ascii == .on)
        #expect(settings.overdueAfter == .seconds(2 * 86_400))
        #expect(settings.denyReasons == [DenyReason("not ours")])
    }

    @Test(arguments: ["colour = 1", "ascii = \"maybe\"", "theme = 3", "theme = ", "[[deny-reason]]\nmessage = \"x\""])
    func `an error in the settings is reported with file and line`(text: String) throws {
        let problems = Settings.read(text, file: "console.toml").problems
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix("console.toml:") == true)
    }

    @Test(
        arguments: [
            "ascii = \"maybe\"", "mouse = 1", "overdue-after = \"soon\"", "color = \"red\"", "deny-reason = 1",
            "[[deny-reason]]\ntext = 1\n[[deny-reason]]\ntext = \"kept\"",
        ]
    )
    func `one wrong setting costs only itself`(wrong: String) {
        let (settings, problems) = Settings.read("theme = \"dark\"\n\(wrong)\n", file: "console.toml")
        #expect(settings.theme == "dark")
        #expect(!settings.restricted)
        #expect(problems.count == 1)
        if wrong.contains("kept") { #expect(settings.denyReasons == [DenyReason("kept")]) }
    }

    @Test(arguments: [
        "restricted = \"yes\"", "restricted = ", "restricted = true\nascii = ", "restricted = false\n???",
    ])
    func `the editor is disabled if the settings may have said so`(text: String) {
        #expect(Settings.read(text, file: "console.toml").settings.restricted)
    }

    @Test func `errors in the user's files are shown and the defaults are used`() throws {
        let home = try folder()
        try FileManager.default.createDirectory(atPath: home + "/.config/gatehouse", withIntermediateDirectories: true)
        try "[approvals]\n\"a\" = \"explode\"\n".write(
            toFile: home + "/.config/gatehouse/keys.toml",
            atomically: true,
            encoding: .utf8
        )
        let environment = ["HOME": home]
        let files = ConsoleFiles(
            ConsolePaths(environment: environment, executable: nil),
            ConsoleOptions(socket: "/nowhere", environment: environment)
        )
        #expect(files.problems.count == 1)
        #expect(files.problems.first?.contains("keys.toml:2") == true)
        var expected = Keymap.standard
        expected.bind(KeySequence([.character("a")]), to: "", in: "approvals")
        #expect(files.start.keymap == expected)
    }

    @Test(arguments: ["[approvals]\n\"a\" = \"\"\n???\n", "\u{FEFF}\u{FEFF}", "[approvals\n\"a\" = \"\"\n"])
    func `no key changes anything while lines of the key file cannot be read`(text: String) throws {
        let files = try filesOfUser(keys: text)
        #expect(files.problems.contains { $0.contains("keys that change something do nothing") })
        for (context, commands) in CommandTable.contexts {
            for command in commands where command.role > .viewer {
                #expect(files.start.keymap.keys(for: command.name, in: [context]) == [], "\(command.name)")
            }
        }
        #expect(files.start.keymap.match(KeySequence([.character("q")]), in: ["everywhere"]) == .command("close"))
    }

    private func filesOfUser(keys: String) throws -> ConsoleFiles {
        let home = try folder()
        try FileManager.default.createDirectory(atPath: home + "/.config/gatehouse", withIntermediateDirectories: true)
        try Data(keys.utf8).write(to: URL(fileURLWithPath: home + "/.config/gatehouse/keys.toml"))
        return ConsoleFiles(
            ConsolePaths(environment: ["HOME": home], executable: nil),
            ConsoleOptions(socket: "/nowhere", environment: ["HOME": home])
        )
    }
}
