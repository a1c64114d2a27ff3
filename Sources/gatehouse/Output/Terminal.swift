import Foundation
import GatehouseModel

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

/// Standard output, whole and in order: the only door for what the program prints.
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

    /// Ends the program when it cannot write: quietly when the reader has gone, else with the reason and status 1.
    fileprivate static func write(bytes: [UInt8]) {
        do throws(SystemError) {
            try Descriptor.write(bytes, to: STDOUT_FILENO)
        } catch {
            guard error.errnoCode != EPIPE else { exit(ExitStatus.done.rawValue) }
            StandardError.note("gatehouse: cannot write to standard output: \(error)")
            exit(ExitStatus.failure.rawValue)
        }
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

/// Standard error: remarks for people. What cannot be written is dropped; the exit status tells as well.
enum StandardError {
    static func note(_ text: PrintedText) { write(text.text + "\n") }

    /// Writes without going to the next line.
    static func ask(_ text: PrintedText) { write(text.text) }

    /// Draws over the line drawn before.
    static func progress(_ text: PrintedText) { write("\r\u{1B}[K" + text.text) }

    /// Asks for something to be typed on the same line.
    static func prompt(_ text: PrintedText) { write(text.text) }

    /// Ends a line of progress.
    static func endProgress() { write("\r\u{1B}[K") }

    private static func write(_ text: String) { try? Descriptor.write(text.utf8, to: STDERR_FILENO) }
}
