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
    static func write(_ text: String) { write(bytes: Array(text.utf8)) }

    /// Ends the program when it cannot write: quietly when the reader has gone, else with the reason and status 1.
    static func write(bytes: [UInt8]) {
        do throws(SystemError) {
            try Descriptor.write(bytes, to: STDOUT_FILENO)
        } catch {
            guard error.errnoCode != EPIPE else { exit(ExitStatus.done.rawValue) }
            StandardError.note("gatehouse: cannot write to standard output: \(error)")
            exit(ExitStatus.failure.rawValue)
        }
    }
}

/// Standard error: remarks for people. What cannot be written is dropped; the exit status tells as well.
enum StandardError {
    static func note(_ text: String) { write(text + "\n") }

    /// Writes without going to the next line.
    static func ask(_ text: String) { write(text) }

    /// Draws over the line drawn before.
    static func progress(_ text: String) { write("\r\u{1B}[K" + text) }

    /// Asks for something to be typed on the same line.
    static func prompt(_ text: String) { write(text) }

    /// Ends a line of progress.
    static func endProgress() { write("\r\u{1B}[K") }

    private static func write(_ text: String) { try? Descriptor.write(text.utf8, to: STDERR_FILENO) }
}
