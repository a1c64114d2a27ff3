import GatehouseModel
import Glibc

/// Writes log lines and remembers what was lost. One thread at a time uses it.
struct LogSink: Sendable {
    private let descriptor: Int32
    private let notice: @Sendable (_ lost: Int, _ reason: String) -> [UInt8]
    /// Lines that were lost and not yet told of.
    private var lost = 0
    private var reason = ""
    /// Whether the last line was written in part, so that the next one must begin on a new line.
    private var isTorn = false

    /// A pipe that poll(2) calls ready takes this many bytes at once without blocking (pipe(7)).
    private static let piece = Int(PIPE_BUF)

    init(_ descriptor: Int32, notice: @escaping @Sendable (_ lost: Int, _ reason: String) -> [UInt8]) {
        self.descriptor = descriptor
        self.notice = notice
    }

    /// Writes whole lines; `dropped` more that came after them are told of as lost.
    mutating func write(_ bytes: [UInt8], lines: Int, dropped: Int) {
        tellLoss()
        // What follows a loss waits until it was told: otherwise lines would be missing where nobody sees it.
        if lost > 0 {
            lost += lines
        } else if let failure = put(bytes[...]) {
            lost += failure.lines
            reason = failure.error.description
        }
        guard dropped > 0 else { return }
        if lost == 0 { reason = "they came faster than they could be written" }
        lost += dropped
        tellLoss()
    }

    private mutating func tellLoss() {
        guard lost > 0 else { return }
        if let failure = put(notice(lost, reason)[...]) {
            reason = failure.error.description
        } else {
            lost = 0
        }
    }

    /// How many lines were not written whole, and why; nil when all were.
    private mutating func put(_ bytes: ArraySlice<UInt8>) -> (lines: Int, error: SystemError)? {
        if isTorn {
            if let failure = putWhole([Self.lineEnd]) { return (Self.lines(in: bytes), failure.error) }
            isTorn = false
        }
        guard let failure = putWhole(bytes) else { return nil }
        isTorn = failure.rest.startIndex > bytes.startIndex && bytes[failure.rest.startIndex - 1] != Self.lineEnd
        return (Self.lines(in: failure.rest), failure.error)
    }

    private func putWhole(_ bytes: ArraySlice<UInt8>) -> (rest: ArraySlice<UInt8>, error: SystemError)? {
        var rest = bytes
        while !rest.isEmpty {
            Descriptor.wait(for: POLLOUT, on: descriptor)
            let piece = rest.prefix(Self.piece)
            // Up to the last line end in the piece, so that lines of other programs do not come between.
            let whole = piece.lastIndex(of: Self.lineEnd).map { piece[...$0] } ?? piece
            let written = whole.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            let code = errno
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written == 0 || (code != EINTR && code != EAGAIN) {
                return (rest, SystemError(written == 0 ? EIO : code))
            }
        }
        return nil
    }

    private static let lineEnd = UInt8(ascii: "\n")

    private static func lines(in bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 == lineEnd } }
}
