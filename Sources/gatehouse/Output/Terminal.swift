import Foundation
import GatehouseModel

/// The capabilities of standard output.
struct Terminal: Sendable {
    var isTerminal: Bool
    /// The width in cells; nil for a file or a pipe, where nothing is cut.
    var width: Int?
    var hasColour: Bool

    /// For a file or a pipe.
    static let none = Terminal(isTerminal: false, width: nil, hasColour: false)

    /// Standard output as it is now.
    static var current: Terminal {
        guard isatty(STDOUT_FILENO) == 1 else { return .none }
        let environment = ProcessInfo.processInfo.environment
        let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Terminal(isTerminal: true, width: columns(of: STDOUT_FILENO), hasColour: !plain)
    }

    /// Whether both standard input and standard output are terminals.
    static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Whether standard error can show progress that overwrites itself.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    private static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }
}

/// Standard output. All output of the program goes through here, complete and in order.
enum StandardOutput {
    static func write(_ text: PrintedText) { write(bytes: Array(text.text.utf8)) }

    /// Writes CSV: as RFC 4180 requires to a file or a pipe, and made safe on a terminal.
    static func write(_ records: [CSVRecord]) {
        guard isTerminal else { return write(bytes: records.flatMap { Array($0.text.utf8) + [0x0D, 0x0A] }) }
        for record in records { write(PrintedText(line: record.text) + "\n") }
    }

    /// Writes a document: unchanged to a file or a pipe, and made safe on a terminal.
    static func write(document: String) {
        if isTerminal { write(PrintedText(lines: document)) } else { write(bytes: Array(document.utf8)) }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes all bytes. Exits if it cannot: quietly if the reader has gone, otherwise with the reason and status 1.
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

/// Writes a document that arrives in pieces: unchanged to a file or a pipe, and made safe on a terminal.
struct DocumentOutput {
    /// The incomplete last line, on a terminal.
    private var rest: [UInt8] = []
    private let isTerminal = StandardOutput.isTerminal

    mutating func write(_ piece: [UInt8]) {
        guard isTerminal else { return StandardOutput.write(bytes: piece) }
        rest += piece
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return }
        StandardOutput.write(PrintedText(lines: String(decoding: rest[...end], as: UTF8.self)))
        rest.removeSubrange(...end)
    }

    /// Writes what followed the last line end.
    func finish() {
        if !rest.isEmpty { StandardOutput.write(PrintedText(lines: String(decoding: rest, as: UTF8.self)) + "\n") }
    }
}

/// Standard error, for remarks to people. A failed write is ignored, because the exit status shows the result too.
enum StandardError {
    static func note(_ text: PrintedText) { write(text.text + "\n") }

    /// Writes without a line end.
    static func ask(_ text: PrintedText) { write(text.text) }

    /// Replaces the progress line.
    static func progress(_ text: PrintedText) { write("\r\u{1B}[K" + text.text) }

    /// Writes a prompt; the answer is typed on the same line.
    static func prompt(_ text: PrintedText) { write(text.text) }

    /// Removes the progress line.
    static func endProgress() { write("\r\u{1B}[K") }

    private static func write(_ text: String) { try? Descriptor.write(text.utf8, to: STDERR_FILENO) }
}
