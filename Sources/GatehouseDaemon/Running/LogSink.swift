import GatehouseModel
import Glibc

/// Writes log lines and counts lost ones. Only one thread may use it at a time.
struct LogSink: Sendable {
    private let descriptor: Int32
    private let notice: @Sendable (_ lost: Int, _ reason: String) -> [UInt8]
    /// Lost lines that are not yet reported.
    private var lost = 0
    private var reason = ""
    /// Whether the last line is incomplete, so that the next one must begin on a new line.
    private var isTorn = false

    /// The number of bytes that a pipe accepts without blocking when poll(2) reports it ready (pipe(7)).
    private static let piece = Int(PIPE_BUF)

    init(_ descriptor: Int32, notice: @escaping @Sendable (_ lost: Int, _ reason: String) -> [UInt8]) {
        self.descriptor = descriptor
        self.notice = notice
    }

    /// Writes whole lines. `dropped` lines that followed them count as lost.
    mutating func write(_ bytes: [UInt8], lines: Int, dropped: Int) {
        tellLoss()
        // Lines after a loss wait until the loss is reported; otherwise the gap would not be visible.
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

    /// How many lines were not written completely, and why; nil if all were.
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
            // Writes up to the last line end in the piece, so that other programs' lines cannot be mixed in.
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
