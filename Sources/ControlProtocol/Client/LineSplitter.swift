/// Splits a byte stream into lines of bounded length, regardless of how it is divided into pieces.
struct LineSplitter {
    /// A line is longer than the limit.
    struct TooLong: Error {}

    private let limit: Int
    private var pending: [UInt8] = []
    private var start = 0

    /// - Parameter limit: the maximum length of a line in bytes, without its line end.
    init(limit: Int) { self.limit = limit }

    mutating func add(_ piece: [UInt8]) {
        pending.removeSubrange(..<start)
        start = 0
        pending.append(contentsOf: piece)
    }

    /// The next complete line without its line end; nil if more bytes are needed.
    mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        guard let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            guard pending.count - start <= limit else { throw TooLong() }
            return nil
        }
        let line = pending[start..<end]
        start = end + 1
        guard line.count <= limit else { throw TooLong() }
        return line
    }

    /// The rest when the stream has ended: a last line without a line end.
    var rest: ArraySlice<UInt8>? { start < pending.count ? pending[start...] : nil }
}
