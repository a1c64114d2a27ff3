import Foundation

/// The shim's log: writes, truncations and confirmations in order.
struct PowerCutLog {
    enum Change {
        case write(offset: Int, new: [UInt8], old: [UInt8], oldSize: Int)
        case truncate(size: Int, oldSize: Int, tail: [UInt8])
    }

    /// The changes that no sync has confirmed, by path.
    private(set) var unconfirmed: [String: [Change]] = [:]

    init(at url: URL) throws {
        var reader = Reader(bytes: Array(try Data(contentsOf: url)))
        while let record = reader.next() {
            switch record.change {
            case nil: unconfirmed[record.path] = nil
            case let change?: unconfirmed[record.path, default: []].append(change)
            }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        /// The next record; nil at the end, and for a record that the kill has cut.
        mutating func next() -> (path: String, change: Change?)? {
            guard at + 32 <= bytes.count else { return nil }
            let kind = bytes[at]
            let pathLength = Int(number(at + 4, bytes: 4))
            let offset = Int(number(at + 8, bytes: 8))
            let oldSize = Int(number(at + 16, bytes: 8))
            let newLength = Int(number(at + 24, bytes: 4))
            let oldLength = Int(number(at + 28, bytes: 4))
            let start = at + 32
            guard start + pathLength + newLength + oldLength <= bytes.count else { return nil }
            at = start + pathLength + newLength + oldLength
            let path = String(decoding: bytes[start..<start + pathLength], as: UTF8.self)
            let new = Array(bytes[(start + pathLength)..<(start + pathLength + newLength)])
            let old = Array(bytes[(at - oldLength)..<at])
            return switch kind {
            case UInt8(ascii: "W"): (path, .write(offset: offset, new: new, old: old, oldSize: oldSize))
            case UInt8(ascii: "T"): (path, .truncate(size: offset, oldSize: oldSize, tail: old))
            default: (path, nil)
            }
        }

        private func number(_ start: Int, bytes count: Int) -> UInt64 {
            (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) }
        }
    }
}
