import Foundation
import StrictTOML
import TerminalUI
import Testing

@testable import GatehouseConsole

/// `gatehouse-console(5)` against the code that reads the files.
@Suite struct `The manual of the console's files` {
    private let page: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        page = try String(contentsOf: root.appending(path: "man/gatehouse-console.5"), encoding: .utf8)
    }

    /// The example in a section.
    private func example(_ section: String) throws -> String {
        let after = try #require(page.split(separator: ".Sh \(section)\n").last)
        let start = try #require(after.range(of: ".Bd -literal -offset indent\n"))
        let end = try #require(after.range(of: ".Ed\n"))
        return String(after[start.upperBound..<end.lowerBound])
    }

    @Test func `the example of settings is valid and changes what it says`() throws {
        let (settings, problems) = Settings.read(try example("SETTINGS"), file: "console.toml")
        #expect(problems == [])
        #expect(settings.overdueAfter == .seconds(4 * 3600))
        #expect(settings.denyReasons.map(\.text) == ["not a partner", "use your work address"])
    }

    @Test func `the example of keys is valid and takes the decisions off their keys`() throws {
        let contexts = CommandTable.contexts
        let file = try KeyFile(
            try example("KEYS"),
            file: "keys.toml",
            contexts: contexts.map(\.name),
            commands: Set(contexts.flatMap { $0.commands.map(\.name) })
        )
        #expect(file.problems == [])
        let keymap = Keymap.standard.merging(file)
        #expect(keymap.keys(for: "approve", in: ["approvals"]) == [])
        #expect(keymap.match(KeySequence([.control("e")]), in: ["lists", "everywhere"]) == .command("export csv"))
    }

    @Test func `the example of a theme is valid and easy to read`() throws {
        let file = try ThemeFile(try example("THEMES"), file: "harbour.toml")
        #expect(file.theme.name == "harbour")
        #expect(file.warnings == [])
    }

    @Test func `the manual names every setting, context, key and role`() {
        let unknown = Settings.read("nothing-like-it = 1", file: "console.toml").problems.map(\.remedy).joined()
        let quoted = unknown.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
        let settings = quoted.map { String($0.element) }
        #expect(settings.count >= 6)
        for name in settings { #expect(page.contains(".It Ic \(name)\n") || page.contains("[[\(name)]]"), "\(name)") }
        let names =
            CommandTable.contexts.map(\.name) + Role.allCases.map(\.rawValue)
            + Key.Name.allCases.map(\.rawValue).filter { $0.first != "F" }
        for name in names { #expect(page.contains("Ql \(name)"), "\(name)") }
    }
}
