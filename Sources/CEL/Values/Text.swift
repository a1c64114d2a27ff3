import Glibc

/// A string compared by code points, as the language requires. (`String` treats `é` and `e` + accent as equal.)
package struct Text: Hashable, Sendable {
    package let string: String

    package init(_ string: String) { self.string = string }

    package static func == (left: Text, right: Text) -> Bool { Text.same(left.string, right.string) }

    package func hash(into hasher: inout Hasher) {
        var string = string
        string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Whether two strings consist of the same code points.
    static func same(_ left: String, _ right: String) -> Bool {
        if sameRepresentation(left, right) { return true }
        return left.utf8.count == right.utf8.count && order(left, right) == 0
    }

    /// Whether two strings have identical in-memory representations, which short equal strings nearly always have. True
    /// means that they are equal; false means nothing.
    @inline(__always)
    private static func sameRepresentation(_ left: String, _ right: String) -> Bool {
        typealias Words = (UInt64, UInt64)
        guard MemoryLayout<String>.size == MemoryLayout<Words>.size else { return false }
        return unsafeBitCast(left, to: Words.self) == unsafeBitCast(right, to: Words.self)
    }

    /// Negative, zero or positive if `left` sorts before, with or after `right` by code point. UTF-8 preserves that
    /// order.
    static func order(_ left: String, _ right: String) -> Int {
        var left = left
        var right = right
        return left.withUTF8 { a in right.withUTF8 { b in order(a, b) } }
    }

    /// The same for bytes.
    static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        let common = min(left.count, right.count)
        if common > 0, let a = left.baseAddress, let b = right.baseAddress {
            let difference = memcmp(a, b, common)
            if difference != 0 { return Int(difference) }
        }
        return left.count - right.count
    }

    /// The number of code points in `text`, at constant work per byte.
    static func length(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { $0.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
    }
}
