import Glibc

/// A terminal that reads line by line: for screen readers, and for terminals that cannot position a cursor.
///
/// A line of input is a command (`:lists`, `/text`), the name of a key (`enter`, `esc`, `^D`) or keys (`2jj`); an empty
/// line repeats the whole screen. Changes are printed once, when the screen has settled; nothing is printed without
/// input.
package final class PlainTerminal: Terminal {
    /// Wide enough for all columns of a list.
    private static let extent = Size(width: 120, height: 40)
    /// How long to wait for answers of the daemon before the screen is printed.
    private static let settling = Duration.milliseconds(300)
    /// The maximum length of a line, in bytes; the rest is dropped.
    private static let lineLimit = 4_096

    package let size = PlainTerminal.extent
    package let capabilities: TerminalCapabilities
    private let bell: WakePipe
    private let input: Int32
    private let output: Int32
    private let clock = ContinuousClock()
    private var pending: [UInt8] = []
    private var shown: [String] = []
    private var spoken: [String] = []
    private var speaksAt: ContinuousClock.Instant?
    private var repeatsAll = true
    /// How many lines the last read brought.
    private var linesRead = 0

    /// - Throws: `TerminalProblem.noTerminal` if no pipe can be created.
    package init(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) throws(TerminalProblem) {
        guard let bell = WakePipe() else { throw .noTerminal }
        self.bell = bell
        self.input = input
        self.output = output
        capabilities = TerminalCapabilities(colors: .mono, glyphs: .unicode)
        speaksAt = clock.now + Self.settling
    }

    package var waker: any TerminalWaker { bell }

    package func waitForEvents(for timeout: Duration?) throws(TerminalClosed) -> [TerminalEvent] {
        let patience = [timeout, speaksAt.map { max(.zero, $0 - clock.now) }].compactMap(\.self).min()
        var doors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&doors, 2, patience.map { Int32(exactly: ($0 / .milliseconds(1)).rounded(.up)) ?? .max } ?? -1)
        if doors[1].revents != 0 { _ = bell.drain() }
        if let speaksAt, speaksAt <= clock.now { speak() }
        guard doors[0].revents != 0 else { return [] }
        return try read()
    }

    private func read() throws(TerminalClosed) -> [TerminalEvent] {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(input, &bytes, bytes.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return [] }
            speak()
            throw .hangUp
        }
        pending += bytes[..<count]
        var events: [TerminalEvent] = []
        linesRead = 0
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: pending[..<end], as: UTF8.self)
            pending.removeFirst(end + 1)
            linesRead += 1
            events += keys(of: line).map { .key($0) }
            repeatsAll = repeatsAll || line.isEmpty
            speaksAt = clock.now + Self.settling
        }
        if pending.count > Self.lineLimit { pending = [] }
        return events
    }

    /// A line is entered as a whole, so its keys were meant together; several lines at once are pasted text.
    package func isBundle(_ events: [TerminalEvent]) -> Bool { linesRead > 1 }

    /// What a line of input presses.
    func keys(of line: String) -> [Key] {
        let typed = line.unicodeScalars.compactMap { scalar -> Key? in
            scalar == " " ? .space : Key(String(scalar))
        }
        if line.hasPrefix(":") || line.hasPrefix("/") { return typed + [.enter] }
        return Key(line).map { [$0] } ?? typed
    }

    package func present(_ frame: Frame, in theme: Theme) -> Duration {
        shown = Self.lines(of: frame)
        return .zero
    }

    /// The rows without borders and decoration; empty rows are left out.
    package static func lines(of frame: Frame) -> [String] {
        frame.lines.compactMap { row in
            let words = row.replacing(/[│┌┐└┘├┤]/, with: " ").replacing(/─+/, with: " ").replacing("▸", with: ">")
            let text = words.split(separator: "   ", omittingEmptySubsequences: true)
                .map { $0.trimmingPrefix(while: { $0 == " " }) }.filter { !$0.isEmpty }
                .joined(separator: "   ")
            return text.isEmpty ? nil : text
        }
    }

    /// Prints the lines that are new since the screen was last printed.
    private func speak() {
        speaksAt = nil
        let before = Set(repeatsAll ? [] : spoken)
        repeatsAll = false
        spoken = shown
        let lines = shown.filter { !before.contains($0) }
        var bytes = Array((lines.joined(separator: "\n") + "\n.\n").utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }

    package func perform(_ request: TerminalRequest) {}

    package func run(_ program: ForegroundProgram) -> ForegroundProgram.Result {
        .failed("the plain mode opens no editor")
    }

    package func close() {}
}
