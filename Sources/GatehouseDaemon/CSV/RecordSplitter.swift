/// Splits bytes into lines, or into CSV records whose quoted fields may contain line ends. Keeps at most `limit` bytes.
struct RecordSplitter {
    struct Record {
        /// The number of its first line, from 1.
        var line: Int
        /// Without the line end.
        var bytes: [UInt8]
        var isTooLong: Bool
        /// Whether the file ended within quotes.
        var isUnclosed: Bool

        /// The first byte that is not a space, tab or carriage return; nil for a blank line.
        var firstMark: UInt8? { bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } }

        /// Whether the record has only white space and control bytes. Such a line is damaged, not blank, although an
        /// editor shows it as blank: it must be reported and not skipped.
        var hasNoText: Bool { bytes.allSatisfy { $0 <= 0x20 || $0 == 0x7F } }
    }

    /// The number of lines begun so far.
    private(set) var lines = 0
    private let hasQuotes: Bool
    private let limit: Int
    private var bytes: [UInt8] = []
    private var isTooLong = false
    private var isQuoted = false
    /// Whether the previous byte closed a quote; another quote then makes it a doubled quote.
    private var hasClosed = false
    private var isFresh = true
    private var start = 0
    private var isFirst = true

    init(hasQuotes: Bool, limit: Int) {
        self.hasQuotes = hasQuotes
        self.limit = limit
        bytes.reserveCapacity(256)
    }

    /// Whether a record has begun but not ended.
    var hasRest: Bool { !isFresh }

    /// Adds one byte; true if it ends a record.
    mutating func take(_ byte: UInt8) -> Bool {
        if isFresh {
            isFresh = false
            lines += 1
            start = lines
        }
        if byte == UInt8(ascii: "\n") {
            // A record that is too long ends at the next line end, so that a stray quote cannot swallow the rest of the
            // file.
            if isQuoted, !isTooLong {
                lines += 1
                keep(byte)
                return false
            }
            return true
        }
        let isQuote = hasQuotes && byte == UInt8(ascii: "\"")
        let closes = isQuote && isQuoted
        if closes { isQuoted = false } else if isQuote, hasClosed || isAtFieldStart { isQuoted = true }
        hasClosed = closes
        keep(byte)
        return false
    }

    /// Whether a quote here opens a field. Anywhere else a quote is an error, which must not swallow the next lines.
    private var isAtFieldStart: Bool {
        guard let last = bytes.last else { return true }
        return last == UInt8(ascii: ",") || isFirst && bytes == [0xEF, 0xBB, 0xBF]
    }

    /// Returns the record that has ended; the next byte begins a new one.
    mutating func end() -> Record {
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        // A byte order mark, as spreadsheets write it.
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let record = Record(line: start, bytes: bytes, isTooLong: isTooLong, isUnclosed: isQuoted && !isTooLong)
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
        isQuoted = false
        hasClosed = false
        isFresh = true
        isFirst = false
        return record
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < limit { bytes.append(byte) } else { isTooLong = true }
    }
}
