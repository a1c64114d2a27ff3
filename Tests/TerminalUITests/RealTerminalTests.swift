import Foundation
import Glibc
import TestSupport
import Testing

/// Runs the probe in a real terminal.
@Suite(.serialized, .timeLimit(.minutes(3))) struct `A real terminal` {
    private func probe(
        columns: Int = 80,
        rows: Int = 24,
        environment: [String: String] = [:],
        utf8: Bool = true
    ) throws -> TmuxScreen {
        let screen = try TmuxScreen(
            Probe.path,
            columns: columns,
            rows: rows,
            environment: environment,
            utf8: utf8
        )
        try screen.wait(for: "ready")
        return screen
    }

    /// The probe under a shell with job control, which prints how the probe ended, and `same` if the terminal's
    /// settings
    /// are as before. The word is split in the command, so that its echo is not mistaken for the output.
    private func underShell() throws -> TmuxScreen {
        // Swift's crash reporter would wait for a key before the process ends.
        let environment = ["PS1": "shell> ", "SWIFT_BACKTRACE": "enable=no"]
        let screen = try TmuxScreen("/bin/bash --norc --noprofile -i", environment: environment)
        try screen.wait(for: "shell>")
        try screen.type(
            "before=$(stty -a); \(Probe.path); echo status $?; [ \"$before\" = \"$(stty -a)\" ] && echo sa''me"
        )
        try screen.press("Enter")
        try screen.wait(for: "ready")
        return screen
    }

    @Test func `the whole screen is drawn at 80 by 24`() throws {
        let lines = try probe().text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix("[1 Rows] 2 More"))
        #expect(lines[0].hasSuffix("80x24"))
        #expect(lines[1].hasPrefix("┌─ Rows · 60 ─"))
        #expect(lines[3].hasPrefix("│▸  Mireille Caron"))
        #expect(lines[4].hasPrefix("│   金井 明  "))
        #expect(lines[22].hasPrefix("└─ ready ─"))
        #expect(lines[23].hasPrefix(" j k move"))
    }

    @Test(arguments: [(120, 36), (60, 12), (20, 5), (2, 2)])
    func `the screen follows the window's size`(columns: Int, rows: Int) throws {
        let screen = try probe()
        try screen.resize(columns: columns, rows: rows)
        try screen.wait(for: "a frame of \(columns) columns") { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return columns < 40 ? (lines.first?.count ?? 0) <= columns : lines[0].hasSuffix("\(columns)x\(rows)")
        }
        try screen.resize(columns: 80, rows: 24)
        try screen.wait(for: "80x24")
        try screen.press("j")
        try screen.wait(for: "│▸  金井 明")
    }

    @Test func `a window that was small for a while shows nothing outdated`() throws {
        let screen = try probe()
        let before = try screen.text()
        try screen.resize(columns: 60, rows: 20)
        try screen.wait(for: "60x20")
        try screen.press("j")
        try screen.wait(for: "│▸  金井 明")
        try screen.resize(columns: 40, rows: 10)
        try screen.wait(for: "a frame of ten rows") { $0.split(separator: "\n").count <= 10 }
        try screen.press("k")
        try screen.wait(for: "│▸  Mireille")
        try screen.resize(columns: 80, rows: 24)
        try screen.wait(for: "the first frame again") { $0 == before }
    }

    @Test(arguments: [
        ("Down", "│▸  金井"), ("C-t", "key ^T"), ("F5", "key F5"), ("M-x", "key M-x"), ("PageDown", "key PgDn"),
    ])
    func `keys are recognised`(key: String, shown: String) throws {
        let screen = try probe()
        try screen.press(key)
        try screen.wait(for: shown)
    }

    @Test func `arrow keys are recognised in both forms, whatever the terminal description says`() throws {
        let screen = try probe()
        for sequence in ["[B", "OB"] {
            try screen.type("\u{1B}\(sequence)")
        }
        try screen.wait(for: "│▸  A<U+202E>gnp")
    }

    @Test func `unknown sequences are dropped completely`() throws {
        let screen = try probe()
        try screen.type("\u{1B}]11;rgb:0000/0000/0000\u{07}\u{1B}[?64;1;2c\u{1B}[12;40R")
        try screen.press("j")
        let text = try screen.wait(for: "│▸  金井")
        #expect(text.contains("ready"))
    }

    @Test func `a paste is data and runs nothing`() throws {
        let screen = try probe()
        try screen.paste("q\nd\nx")
        let text = try screen.wait(for: "pasted 5")
        #expect(text.contains("pasted 5: q⏎d⏎x"))
    }

    @Test func `keys typed before a dialog is shown do not answer it`() throws {
        let screen = try probe()
        try screen.type("dy")
        try screen.wait(for: "Deny this one?")
        try screen.press("Enter")
        try screen.wait(for: "chose back")
    }

    @Test func `an effect's result is drawn`() throws {
        let screen = try probe()
        try screen.press("c")
        try screen.wait(for: "effect done")
    }

    @Test func `a program gets the screen and returns it`() throws {
        let screen = try probe()
        try screen.press("e")
        try screen.wait(for: "in the editor")
        try screen.press("Enter")
        try screen.wait(for: "editor: exited(7)")
    }

    @Test func `the copied text and the title reach the terminal`() throws {
        let screen = try probe()
        try screen.press("y")
        try screen.wait(for: "the title") { _ in try screen.ask("#{pane_title}") == "probe title" }
        let wire = String(decoding: screen.wireBytes(), as: UTF8.self)
        #expect(wire.contains("\u{1B}]52;c;Y29waWVkIHRleHQ=\u{07}"))
    }

    // MARK: Leaving

    @Test func `quitting restores the terminal`() throws {
        let screen = try underShell()
        try screen.press("q")
        let text = try screen.wait(for: "same")
        #expect(text.contains("ended: quit"))
        #expect(text.contains("status 0"))
        #expect(try screen.ask("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    }

    @Test(arguments: ["TERM", "INT", "HUP", "SEGV", "QUIT"])
    func `a signal ends the program and restores the terminal`(signal: String) throws {
        let screen = try underShell()
        try screen.press("m")
        try screen.wait(for: "the mouse") { _ in try screen.ask("#{mouse_any_flag}") == "1" }
        let pid = try screen.ask("#{pane_pid}")
        try Probe.signal(signal, childOf: pid)
        try screen.wait(for: "same")
        #expect(try screen.ask("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    }

    @Test func `a crash restores the terminal and shows why`() throws {
        let screen = try underShell()
        try screen.press("x")
        try screen.wait(for: "same")
        #expect(try screen.history().contains("deliberate end of the probe"))
        #expect(try screen.ask("#{alternate_on}") == "0")
    }

    @Test func `suspending returns the terminal to the shell, and continuing redraws`() throws {
        let screen = try underShell()
        try screen.press("j", "C-z")
        try screen.wait(for: "Stopped")
        #expect(try screen.ask("#{alternate_on}") == "0")
        try screen.resize(columns: 100, rows: 30)
        try screen.type("fg")
        try screen.press("Enter")
        try screen.wait(for: "100x30")
        try screen.press("k")
        try screen.wait(for: "│▸  Mireille")
    }

    @Test(arguments: ["STOP", "TSTP"])
    func `after a stop from outside, continuing sets every mode again`(signal: String) throws {
        let screen = try underShell()
        let shell = try screen.ask("#{pane_pid}")
        try screen.press("m")
        try screen.wait(for: "the mouse") { _ in try screen.ask("#{mouse_any_flag}") == "1" }
        try Probe.signal(signal, childOf: shell)
        try screen.wait(for: "Stopped")
        try screen.type("stty sane; printf '\\033[?1000l'; fg")
        try screen.press("Enter")
        try screen.wait(for: "│▸  Mireille")
        try screen.press("j")
        try screen.wait(for: "│▸  金井")
        #expect(try screen.ask("#{alternate_on} #{mouse_any_flag}") == "1 1")
        try screen.press("q")
        try screen.wait(for: "ended: quit")
        try screen.type("stty -a | grep -q -e '-icanon' -e '-echo ' || echo line''mode")
        try screen.press("Enter")
        try screen.wait(for: "linemode")
        #expect(try screen.ask("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    }

    @Test func `in the background nothing is drawn, and coming back redraws`() throws {
        let screen = try underShell()
        try screen.press("C-z")
        try screen.wait(for: "Stopped")
        try screen.type("bg")
        try screen.press("Enter")
        try screen.type("echo in the back''ground")
        try screen.press("Enter")
        try screen.wait(for: "in the background")
        #expect(try screen.ask("#{alternate_on}") == "0")
        try screen.resize(columns: 90, rows: 24)
        try screen.type("fg")
        try screen.press("Enter")
        try screen.wait(for: "90x24")
        try screen.press("j")
        try screen.wait(for: "│▸  金井")
    }

    @Test func `suspending does nothing without a parent shell`() throws {
        let screen = try probe()
        try screen.press("C-z", "j")
        try screen.wait(for: "│▸  金井")
    }

    @Test func `closing the window ends the program`() throws {
        let screen = try probe()
        let pid = try screen.ask("#{pane_pid}")
        try screen.close()
        try Probe.waitForEnd(of: pid)
    }

    // MARK: Poor terminals

    @Test(arguments: ["xterm-nonsense", "wezterm", "no-such-terminal", "vt100", "linux", "xterm", "screen-256color"])
    func `the screen is drawn on any terminal that can position the cursor`(type: String) throws {
        let screen = try probe(environment: ["TERM": type])
        try screen.press("j")
        try screen.wait(for: "▸  金井")
    }

    @Test func `a dumb terminal is refused with a message`() throws {
        let screen = try TmuxScreen(
            "/bin/sh -c '\(Probe.path); echo status $?; read -r end'",
            environment: ["TERM": "dumb"]
        )
        let text = try screen.wait(for: "status 2")
        #expect(text.contains("probe: the terminal \"dumb\" cannot place a cursor"))
    }

    @Test(arguments: ["C", "POSIX", "xx_XX.UTF-8", "en_US.ISO-8859-1"])
    func `a UTF-8 locale is used if the environment has none`(locale: String) throws {
        let screen = try probe(environment: ["LC_ALL": locale])
        let text = try screen.wait(for: "金井")
        #expect(text.contains("Zoë Ångström"))
    }

    @Test func `only ASCII is drawn if requested`() throws {
        let text = try probe(environment: ["PROBE_ASCII": "1"]).text()
        let mainlyAscii = text.unicodeScalars.allSatisfy(\.isASCII)
        #expect(mainlyAscii)
        #expect(text.contains("|>  Mireille Caron"))
    }

    @Test func `no colours are used with NO_COLOR`() throws {
        let screen = try probe(environment: ["NO_COLOR": "1"])
        let colors = try screen.styledText().contains(/\e\[[0-9;]*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/)
        #expect(!colors)
    }

    // MARK: The wire

    @Test func `outside text never reaches the terminal as a control sequence`() throws {
        let screen = try probe()
        try screen.press("G")
        try screen.wait(for: "│▸  ")
        let wire = screen.wireBytes()
        let text = String(decoding: wire, as: UTF8.self)
        #expect(!text.contains("\u{1B}]52;"))
        #expect(!text.contains("\u{1B}[2J\u{1B}[H\u{1B}]"))
        let forbidden = text.unicodeScalars.filter { scalar in
            let category = scalar.properties.generalCategory
            return category == .format || category == .privateUse || (0x80...0x9F).contains(scalar.value)
                || scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{FFFD}"
        }
        #expect(forbidden.isEmpty)
    }

    @Test func `nothing is sent if nothing changes`() throws {
        let screen = try probe()
        // The footer is the last row: once it has arrived, on the screen and through the pipe, the first frame is
        // complete.
        try screen.wait(for: "the whole first frame") { text in
            text.contains("q quit") && String(decoding: screen.wireBytes(), as: UTF8.self).contains("quit")
        }
        // The probe's data ticks fifty times per second, which changes nothing on the screen.
        let before = screen.wireBytes().count
        try screen.press("c")
        try screen.wait(for: "effect done")
        let after = screen.wireBytes().count
        #expect(after - before < 200)
    }
}

/// Where the probe is, and how to signal its process.
enum Probe {
    /// Beside the test bundle.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let here = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let candidates = [URL(fileURLWithPath: bundle).deletingLastPathComponent().path, here].map {
            "\($0)/TerminalProbe"
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
    }()

    /// Sends a signal to the probe that the process started.
    static func signal(_ name: String, childOf parent: String) throws {
        let numbers = [
            "TERM": SIGTERM, "INT": SIGINT, "HUP": SIGHUP, "SEGV": SIGSEGV, "QUIT": SIGQUIT, "STOP": SIGSTOP,
            "TSTP": SIGTSTP,
        ]
        let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        let child = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
        kill(child, try #require(numbers[name]))
    }

    static func waitForEnd(of pid: String) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        // A process that has ended stays a zombie until its parent collects it.
        while let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8), !status.contains(") Z ") {
            try #require(ContinuousClock.now < deadline, "the probe outlives its terminal")
            usleep(20_000)
        }
    }
}
