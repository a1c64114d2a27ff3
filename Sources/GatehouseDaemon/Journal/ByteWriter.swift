/// Encodes small values one after the other: numbers as LEB128, texts with their length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func put(_ byte: UInt8) { bytes.append(byte) }

    mutating func put(_ number: Int) {
        var rest = UInt64(truncatingIfNeeded: max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(_ text: String) {
        put(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// An optional text: its length plus one, or zero for nil.
    mutating func put(_ text: String?) {
        guard let text else { return put(0) }
        put(text.utf8.count + 1)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Decodes what `ByteWriter` wrote. Never reads past the end.
struct ByteReader {
    struct Truncated: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() throws(Truncated) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Truncated() }
        return byte
    }

    mutating func number() throws(Truncated) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try byte()
            number |= UInt64(truncatingIfNeeded: byte & 0x7F) << shift
            if byte < 0x80 { return Int(clamping: number) }
        }
        throw Truncated()
    }

    mutating func text() throws(Truncated) -> String { try text(length: try number()) }

    mutating func optionalText() throws(Truncated) -> String? {
        let length = try number()
        return length == 0 ? nil : try text(length: length - 1)
    }

    private mutating func text(length: Int) throws(Truncated) -> String {
        guard length <= rest.count else { throw Truncated() }
        defer { rest.removeFirst(length) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }
}
