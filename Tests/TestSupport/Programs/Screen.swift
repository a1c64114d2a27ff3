import Foundation

/// A program in a real terminal of a given size, through tmux; everything it writes to the terminal is recorded.
package final class Screen: Sendable {
    private let directory: TemporaryDirectory

    private var server: String { directory.path + "/tmux" }
    private var wireFile: String { directory.path + "/wire" }
    private var statusFile: String { directory.path + "/status" }

    /// Opens a terminal and starts `gatehouse` in it.
    package init(
        columns: Int,
        rows: Int,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws {
        directory = try TemporaryDirectory()
        try directory.write("", to: "wire")
        try directory.write("set -g status off\nset -g remain-on-exit on\nset -s escape-time 0\n", to: "tmux.conf")
        let program = ([Program.builtDirectory + "/gatehouse"] + arguments).map(Self.quoted).joined(separator: " ")
        let variables = environment.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
        // Waits until the recording runs, so that no byte is missed.
        let start = "read go; env \(variables) \(program); echo $? > \(Self.quoted(statusFile))"
        try await tmux("new-session", "-d", "-s", "t", "-x", "\(columns)", "-y", "\(rows)", "sh", "-c", start)
        try await tmux("pipe-pane", "-t", "t", "cat >> \(Self.quoted(wireFile))")
        try await tmux("send-keys", "-t", "t", "Enter")
    }

    /// Closes the terminal with its program, and waits for the end.
    package func close() async { _ = try? await tmux("kill-server") }

    /// The screen as text.
    package func text() async throws -> String { try await tmux("capture-pane", "-p", "-t", "t") }

    /// Presses keys, in tmux's notation: `j`, `Down`, `Escape`, `C-c`.
    package func press(_ keys: String...) async throws {
        for key in keys { try await tmux("send-keys", "-t", "t", key) }
    }

    /// Types text as it is.
    package func type(_ text: String) async throws { try await tmux("send-keys", "-t", "t", "-l", text) }

    package func resize(columns: Int, rows: Int) async throws {
        try await tmux("resize-window", "-t", "t", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Waits until the screen meets a condition.
    ///
    /// - Returns: the screen's text.
    @discardableResult
    package func wait(
        for what: String,
        within patience: Duration = .seconds(20),
        _ condition: (String) async throws -> Bool
    ) async throws -> String {
        var last = ""
        do {
            return try await eventually("on the screen: \(what)", within: patience) {
                last = try await text()
                return try await condition(last) ? last : nil
            }
        } catch let error as TimedOut {
            throw TimedOut("\(error)\nthe screen shows:\n\(last)")
        }
    }

    /// Waits until the screen shows a text.
    @discardableResult
    package func shows(_ text: String, within patience: Duration = .seconds(20)) async throws -> String {
        try await wait(for: "\"\(text)\"", within: patience) { $0.contains(text) }
    }

    /// Presses keys in turn, repeatedly, until the screen shows a text, as a person does when a key was refused.
    ///
    /// Checks the screen several times between two keys, so that each arrives separately.
    @discardableResult
    package func presses(_ keys: String..., until text: String) async throws -> String {
        var looks = 0
        return try await wait(for: "\"\(text)\" after \(keys)") { screen in
            if screen.contains(text) { return true }
            if looks.isMultiple(of: 20) { try await press(keys[looks / 20 % keys.count]) }
            looks += 1
            return false
        }
    }

    /// Waits until the program has ended.
    ///
    /// The shell records its status, because tmux 3.3 sometimes fails to notice the end.
    /// - Returns: the exit status; if a signal ended the program, 128 plus the signal's number.
    package func ended() async throws -> Int32 {
        try await eventually("the end of the program in the terminal") {
            let text = try? String(contentsOfFile: statusFile, encoding: .utf8)
            return text.flatMap { $0.hasSuffix("\n") ? Int32($0.dropLast()) : nil }
        }
    }

    /// Everything the program has written to the terminal so far.
    package var wire: [UInt8] { (try? Data(contentsOf: URL(filePath: wireFile))).map(Array.init) ?? [] }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String {
        let result = try await Program.run(
            "/usr/bin/tmux",
            ["-S", server, "-f", directory.path + "/tmux.conf", "-u"] + arguments,
            environment: ["LC_ALL": "C.UTF-8", "TERM": "xterm-256color"]
        )
        guard result.status == 0 else { throw TimedOut("tmux \(arguments): \(result.errors)") }
        return result.output
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

/// Opens a terminal with `gatehouse` for `work`, and closes it afterwards.
package func withScreen(
    columns: Int,
    rows: Int,
    _ arguments: [String] = [],
    environment: [String: String],
    _ work: (Screen) async throws -> Void
) async throws {
    let screen = try await Screen(columns: columns, rows: rows, arguments, environment: environment)
    do {
        try await work(screen)
        await screen.close()
    } catch {
        await screen.close()
        throw error
    }
}
