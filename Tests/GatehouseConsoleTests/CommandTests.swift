import Foundation
import GatehouseConsole
import GatehouseModel
import TerminalUI
import Testing

@Suite struct `Commands` {
    let daemon = Situation.daemon()

    @Test func `no name is used twice on a screen and no key is bound twice`() {
        for screen in ScreenID.allCases {
            let names = CommandTable.commands(on: screen).map(\.name)
            let own = CommandTable.contexts.first { $0.name == screen.rawValue }?.commands ?? []
            #expect(Set(own.map(\.name)).count == own.count)
            #expect(Set(own.flatMap(\.keys)).count == own.flatMap(\.keys).count)
            #expect(!names.isEmpty)
        }
        let keys = CommandTable.globals.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func `every key of the table can be read`() {
        for key in CommandTable.contexts.flatMap({ $0.commands.flatMap(\.keys) }) { #expect(KeySequence(key) != nil) }
    }

    @Test func `the palette runs a command by part of its name`() {
        let console = ConsoleDriver(daemon)
        console.type("<^P>audit<enter>")
        #expect(console.state.screen == .audit)
    }

    @Test func `help lists the keys of the screen, can be filtered, runs a command, and says why one is disabled`() {
        let console = ConsoleDriver(Situation.daemon(role: .viewer))
        console.type("2?approve")
        #expect(console.shows("not now: approve needs the role approver; yours is viewer"))
        console.type("<esc>lists<enter>")
        #expect(console.state.screen == .lists)
    }

    @Test func `a command line completes and runs a command`() {
        let console = ConsoleDriver(daemon)
        console.type(":app<tab>")
        #expect(console.footer.hasPrefix(":approvals"))
        console.type("<enter>")
        #expect(console.state.screen == .approvals)
    }

    @Test func `an unknown command suggests the most similar one`() {
        let console = ConsoleDriver(daemon)
        console.type(":trafic<enter>")
        #expect(console.footer.contains("did you mean traffic?"))
    }

    @Test(arguments: [
        (":approve<enter>", "approve works on Approvals; press 2"),
        (":aprove<enter>", "did you mean approve? It works on Approvals; press 2"),
        ("2:follow<enter>", "follow works on Traffic and Flows; press 1 or 5"), (":qqqqqq<enter>", "? lists them"),
    ])
    func `a command of another screen is named with its screen`(keys: String, message: String) {
        let console = ConsoleDriver(daemon)
        console.type(keys)
        #expect(console.footer.contains(message), "\(console.footer)")
    }

    @Test(arguments: [
        ("fout<tab>", "outcome:"), ("foutcome:bl<tab>", "outcome:block"), ("2fdom<tab>", "domain:"),
        ("2fstate:app<tab>", "state:approved"), ("6fact<tab>", "action:"), ("fretry:<tab><tab>", "retry:no"),
    ])
    func `tab completes names and values in a filter`(keys: String, text: String) {
        let console = ConsoleDriver(daemon)
        console.type(keys)
        #expect(console.footer.contains("filter: " + text), "\(console.footer)")
    }

    @Test func `keys can be rebound`() throws {
        let own = try KeyFile(
            "[approvals]\n\"z\" = \"approve\"\n\"a\" = \"\"\n",
            file: "keys.toml",
            contexts: CommandTable.contexts.map(\.name),
            commands: ["approve"]
        )
        let console = ConsoleDriver(daemon) { $0.keymap = Keymap.standard.merging(own) }
        console.type("2z")
        #expect(daemon.changes.count == 1)
        #expect(console.state.keymap.match(KeySequence([.character("z")]), in: ["approvals"]) == .command("approve"))
    }

    @Test func `quitting asks at the root, and ^C twice leaves`() {
        let console = ConsoleDriver(daemon)
        console.type("q")
        #expect(console.shows("Leave the console?"))
        console.type("<enter>")
        #expect(!console.hasQuit)
        console.type("qy")
        #expect(console.hasQuit)
        let other = ConsoleDriver(daemon)
        other.type("<^C><^C>")
        #expect(other.hasQuit)
    }

    @Test func `pasted text never runs anything`() {
        let console = ConsoleDriver(daemon)
        console.type("2")
        console.send(.pasted("aaa\ny\n"))
        #expect(daemon.changes.isEmpty)
        console.type(":")
        console.send(.pasted("quit\n"))
        #expect(!console.hasQuit)
        #expect(console.footer.hasPrefix(":quit"))
    }

    @Test func `copying takes the whole address, by OSC 52`() {
        let console = ConsoleDriver(daemon)
        console.type("2ye")
        let copied = console.effects.compactMap { effect -> String? in
            if case .copy(let text) = effect { text } else { nil }
        }
        #expect(copied == ["mireille.caron@atelier-lumen.example"])
    }

    @Test func `an export has the rows as shown, with formulas guarded`() {
        daemon.approvals[0].displayName = "=cmd()"
        let console = ConsoleDriver(daemon)
        console.type("2:export csv out.csv<enter>")
        let written = console.effects.compactMap { effect -> String? in
            if case .write(_, let contents, _) = effect { contents } else { nil }
        }
        #expect(written.first?.contains("'=cmd()") == true)
        #expect(written.first?.contains("mireille") == false)
    }

    @Test func `the manual's table names every command`() {
        let table = CommandReference.markdown
        for command in CommandTable.contexts.flatMap(\.commands) { #expect(table.contains("`\(command.name)")) }
    }

    @Test func `the manual page's keys are those of the command table`() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "man/gatehouse.1")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains(".Sh KEYS\n"))
        for section in CommandReference.manual.split(separator: ".Ss ") {
            #expect(text.contains(section), "man/gatehouse.1 has another section; it must be:\n.Ss \(section)")
        }
    }

    @Test func `open screens are remembered`() {
        let console = ConsoleDriver(daemon)
        console.type("foutcome:block<enter>2")
        let saved = console.effects.compactMap { effect -> SavedState? in
            if case .save(let saved) = effect { saved } else { nil }
        }
        let again = ConsoleDriver(daemon) { $0.saved = saved.last ?? SavedState() }
        #expect(again.state.screen == .approvals)
        #expect(again.state.panes[.traffic]?.filter.text == "outcome:block")
    }
}
