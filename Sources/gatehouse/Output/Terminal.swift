import Foundation

/// What standard output can do.
struct Terminal: Sendable {
    var isTerminal: Bool
    /// In cells; nil when output goes to a file or a pipe, which is never cut.
    var width: Int?
    var hasColour: Bool

    /// A file or a pipe.
    static let none = Terminal(isTerminal: false, width: nil, hasColour: false)

    /// Standard output as it is now.
    static var current: Terminal {
        guard isatty(STDOUT_FILENO) == 1 else { return .none }
        let environment = ProcessInfo.processInfo.environment
        let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Terminal(isTerminal: true, width: columns(of: STDOUT_FILENO), hasColour: !plain)
    }

    /// Whether a person sits at both ends.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Whether progress can be drawn over itself on standard error.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    private static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }
}

/// Standard output, whole and in order. When the reader has gone, so have we.
enum StandardOutput {
    static func write(_ text: PrintedText) { write(bytes: Array(text.text.utf8)) }

    /// CSV: as RFC 4180 wants it in a file or a pipe, safe to look at on a terminal.
    static func write(_ records: [CSVRecord]) {
        guard isTerminal else { return write(bytes: records.flatMap { Array($0.text.utf8) + [0x0D, 0x0A] }) }
        for record in records { write(PrintedText(line: record.text) + "\n") }
    }

    /// A document: as it is in a file or a pipe, safe to look at on a terminal.
    static func write(document: String) {
        if isTerminal { write(PrintedText(lines: document)) } else { write(bytes: Array(document.utf8)) }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    fileprivate static func write(bytes: [UInt8]) {
        guard Descriptor.write(bytes, to: STDOUT_FILENO) else { exit(ExitStatus.done.rawValue) }
    }
}

/// A document that comes in pieces, for standard output: as it is in a file or a pipe, safe to look at on a terminal.
struct DocumentOutput {
    /// On a terminal: the line that has not ended.
    private var rest: [UInt8] = []
    private let isTerminal = StandardOutput.isTerminal

    mutating func write(_ piece: [UInt8]) {
        guard isTerminal else { return StandardOutput.write(bytes: piece) }
        rest += piece
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return }
        StandardOutput.write(PrintedText(lines: String(decoding: rest[...end], as: UTF8.self)))
        rest.removeSubrange(...end)
    }

    /// Writes what came after the last line end.
    func finish() {
        if !rest.isEmpty { StandardOutput.write(PrintedText(lines: String(decoding: rest, as: UTF8.self)) + "\n") }
    }
}

/// Standard error: remarks for people.
enum StandardError {
    static func note(_ text: PrintedText) {
        _ = Descriptor.write(Array((text.text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes without going to the next line.
    static func ask(_ text: PrintedText) { _ = Descriptor.write(Array(text.text.utf8), to: STDERR_FILENO) }

    /// Draws over the line drawn before.
    static func progress(_ text: PrintedText) {
        _ = Descriptor.write(Array(("\r\u{1B}[K" + text.text).utf8), to: STDERR_FILENO)
    }

    /// Asks for something to be typed on the same line.
    static func prompt(_ text: PrintedText) {
        _ = Descriptor.write(Array(text.text.utf8), to: STDERR_FILENO)
    }

    /// Ends a line of progress.
    static func endProgress() {
        _ = Descriptor.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
    }
}

private enum Descriptor {
    /// Writes everything, or says that the other end has gone.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, 1_000)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
