import Foundation
import Glibc

/// A program in a real terminal: a tmux server of its own, controlled by keys and read as text. Never waits for a fixed
/// time.
package final class TmuxScreen {
    /// The expected text did not appear in time; has the screen's content instead.
    package struct NotSeen: Error, CustomStringConvertible {
        package let description: String
    }

    private let folder: String
    private let socket: String
    /// The file with every byte that the program wrote to the terminal.
    package let wire: String

    /// Starts a shell command in a terminal of that size. The command sees only `environment`, PATH and HOME.
    package init(
        _ command: String,
        columns: Int = 80,
        rows: Int = 24,
        environment: [String: String] = [:],
        utf8: Bool = true
    ) throws {
        folder = NSTemporaryDirectory() + "gatehouse-tmux-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        socket = "\(folder)/socket"
        wire = "\(folder)/wire"
        var variables = ["TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": folder]
        variables.merge(environment) { $1 }
        let exports = variables.map { "\($0.key)=\(TmuxScreen.quoted($0.value))" }.joined(separator: " ")
        // The shell waits until the pipe is in place, so that no byte is missed.
        let script = "read -r go; exec env -i \(exports) \(command)"
        try tmux(
            ["-f", "/dev/null"] + (utf8 ? ["-u"] : []) + ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                + ["/bin/sh", "-c", script]
        )
        try tmux(["set-option", "-g", "status", "off"])
        try tmux(["set-option", "-g", "remain-on-exit", "on"])
        try tmux(["set-option", "-s", "escape-time", "0"])
        try tmux(["set-option", "-s", "set-clipboard", "on"])
        try tmux(["pipe-pane", "-o", "cat > \(TmuxScreen.quoted(wire))"])
        try tmux(["send-keys", "Enter"])
    }

    deinit {
        _ = try? tmux(["kill-server"])
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Driving

    /// Presses keys by tmux's names: `j`, `Enter`, `C-z`, `Escape`.
    package func press(_ keys: String...) throws {
        try tmux(["send-keys"] + keys)
    }

    /// Types text literally.
    package func type(_ text: String) throws {
        try tmux(["send-keys", "-l", text])
    }

    /// Pastes text as the terminal's paste key does.
    package func paste(_ text: String) throws {
        try tmux(["set-buffer", text])
        try tmux(["paste-buffer", "-p"])
    }

    package func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// Closes the window and its server, like a lost connection.
    package func close() throws {
        try tmux(["kill-server"])
    }

    // MARK: Reading

    /// The screen's rows.
    package func text() throws -> String {
        try tmux(["capture-pane", "-p"])
    }

    /// The screen's rows, including those that scrolled away.
    package func history() throws -> String {
        try tmux(["capture-pane", "-p", "-S", "-"])
    }

    /// The screen's rows with the colours as SGR sequences.
    package func styledText() throws -> String {
        try tmux(["capture-pane", "-p", "-e"])
    }

    /// The bytes that the program has written so far.
    package func wireBytes() -> [UInt8] {
        Array(FileManager.default.contents(atPath: wire) ?? Data())
    }

    /// A tmux format, such as `#{pane_title}`.
    package func ask(_ format: String) throws -> String {
        try tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
    }

    /// Waits until the screen meets a condition, and returns the screen.
    @discardableResult
    package func wait(
        for what: String,
        within patience: Duration = .seconds(20),
        until condition: (String) throws -> Bool
    ) throws -> String {
        let deadline = ContinuousClock.now + patience
        while true {
            let screen = try text()
            if try condition(screen) { return screen }
            guard ContinuousClock.now < deadline else {
                throw NotSeen(description: "never saw \(what); the screen is:\n\(screen)")
            }
            // A pause between two checks; the condition decides.
            usleep(20_000)
        }
    }

    /// Waits until the screen contains a text.
    @discardableResult
    package func wait(for text: String) throws -> String {
        try wait(for: "\"\(text)\"") { $0.contains(text) }
    }

    // MARK: tmux

    /// Runs tmux and returns its output. The output goes to a file, because the server that the first call starts would
    /// keep a pipe open.
    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let output = "\(folder)/output"
        let status = try TmuxScreen.spawn(["tmux", "-S", socket] + arguments, output: output)
        let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        guard status == 0 else { throw NotSeen(description: "tmux \(arguments.joined(separator: " ")): \(text)") }
        return text
    }

    /// Runs a program without input and waits for it; both outputs go to the file.
    private static func spawn(_ arguments: [String], output: String) throws -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&files, 1, 2)
        // Test runners block signals in their threads; a child that inherits this cannot be stopped.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words = arguments.map { strdup($0) } + [nil]
        var variables = [strdup("LC_ALL=C.UTF-8"), strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child = pid_t()
        let problem = posix_spawnp(&child, arguments[0], &files, &attributes, &words, &variables)
        guard problem == 0 else { throw NotSeen(description: "cannot start \(arguments[0])") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private static func quoted(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
