import CNcurses
import Glibc

/// Wakes the terminal's thread, and carries signals to it: a byte is a signal's number, 0 only wakes.
final class WakePipe: TerminalWaker {
    let readEnd: Int32
    let writeEnd: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard tty_pipe(&ends) == 0 else { return nil }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        Glibc.close(readEnd)
        Glibc.close(writeEnd)
    }

    func wake() {
        var byte: UInt8 = 0
        // A full pipe wakes just as well.
        _ = Glibc.write(writeEnd, &byte, 1)
    }

    /// Takes everything out and returns the signals in it, each once, in the order of their first byte.
    func drain() -> [Int32] {
        var signals: [Int32] = []
        var bytes = [UInt8](repeating: 0, count: 512)
        while case let count = Glibc.read(readEnd, &bytes, bytes.count), count > 0 {
            for byte in bytes[..<count] where byte != 0 && !signals.contains(Int32(truncatingIfNeeded: byte)) {
                signals.append(Int32(truncatingIfNeeded: byte))
            }
        }
        return signals
    }
}
