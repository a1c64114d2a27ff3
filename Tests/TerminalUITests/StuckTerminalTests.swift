import Foundation
import Glibc
import TestSupport
import Testing

/// A terminal that nobody reads any more: a closed lid, a hanging wrapper.
@Suite(.serialized, .timeLimit(.minutes(1))) struct `A terminal that is no longer read` {
    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal ends the program although a write never returns`(signal: Int32) async throws {
        let terminal = try UnreadTerminal(running: Probe.path)
        defer { terminal.close() }
        try terminal.read(until: "ready")
        // Nobody reads from here on. Each new size makes the program draw the whole screen.
        try await terminal.fill()
        kill(terminal.process, signal)
        let status = try await eventually("the end of the program") { terminal.ended() }
        // The program ended itself, although the thread that draws was stuck.
        #expect(status == 128 + signal)
    }

    @Test func `one screen is drawn when the terminal is read again`() async throws {
        let terminal = try UnreadTerminal(running: Probe.path)
        defer { terminal.close() }
        try terminal.read(until: "ready")
        try await terminal.fill()
        terminal.resize(columns: 97, rows: 31)
        try terminal.read(until: "97x31")
        terminal.type("q")
        let status = try await eventually("the end of the program") {
            terminal.readSome()
            return terminal.ended()
        }
        #expect(status == 0)
    }
}

/// A pseudo-terminal with a program on it, read only when the test says so.
private final class UnreadTerminal: Sendable {
    private let master: Int32
    let process: pid_t

    init(running program: String) throws {
        // As posix_openpt, unlockpt and ptsname do, which Swift does not import (ioctl_tty(2)).
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (unlocked, number): (Int32, UInt32) = (0, 0)
        guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw TimedOut("there is no pseudo-terminal")
        }
        let path = "/dev/pts/\(number)"
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        // The first terminal that a session opens becomes its controlling terminal.
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&files, descriptor, path, O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(&attributes, 0x80)
        var words: [UnsafeMutablePointer<CChar>?] = [strdup(program), nil]
        let environment = ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child = pid_t()
        guard posix_spawn(&child, program, &files, &attributes, &words, &variables) == 0 else {
            throw TimedOut("\(program) cannot be started")
        }
        process = child
        resize(columns: 80, rows: 24)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }

    /// Makes the program draw until a thread of it is stuck writing.
    func fill() async throws {
        _ = try await eventually("a write that does not return") {
            self.resize(columns: .random(in: 100...200), rows: 50)
            return self.isStuck ? true : nil
        }
    }

    /// Whether a thread waits in the terminal's write. `n_tty_write` is where the kernel does.
    private var isStuck: Bool {
        let tasks = "/proc/\(process)/task"
        return ((try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []).contains { task in
            guard let call = try? String(contentsOfFile: "\(tasks)/\(task)/syscall", encoding: .utf8) else {
                return false
            }
            // The number of write(2), and a descriptor that is the terminal.
            return call.hasPrefix(Self.writeCall + " ")
                && (try? String(contentsOfFile: "\(tasks)/\(task)/wchan", encoding: .utf8)) != "0"
        }
    }

    #if arch(x86_64)
    private static let writeCall = "1"
    #else
    private static let writeCall = "64"
    #endif

    @discardableResult
    func readSome() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        return count > 0 ? Array(bytes[..<count]) : []
    }

    func read(until text: String) throws {
        var seen: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(20)
        while !String(decoding: seen, as: UTF8.self).contains(text) {
            guard ContinuousClock.now < deadline else { throw TimedOut("\(text) on the terminal") }
            var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            _ = poll(&descriptor, 1, 100)
            seen += readSome()
        }
    }

    /// The exit status, or 256 and the signal; nil while the program runs.
    func ended() -> Int32? {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 256 + status & 0x7F
    }

    func close() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, WNOHANG)
        Glibc.close(master)
    }
}
