/// A search term that is compared with many texts, ignoring case.
///
/// Every typed key searches tens of thousands of rows. An ASCII term is compared byte by byte without copying; for
/// other terms the texts are first converted to lower case.
struct Needle: Sendable, Hashable {
    private let text: String
    /// The term's bytes in lower case; nil if it has characters other than ASCII.
    private let bytes: [UInt8]?

    /// Nil if the term is empty.
    init?(_ term: String) {
        guard !term.isEmpty else { return nil }
        text = term.lowercased()
        bytes = text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
    }

    /// Whether a text contains the term.
    func isIn(_ other: String?) -> Bool {
        guard var other else { return false }
        guard let bytes else { return other.lowercased().contains(text) }
        return other.withUTF8 { Self.holds($0, bytes) }
    }

    /// Whether it could be part of a time of day.
    var canBeClock: Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: ":") || (0x30...0x39).contains($0) } }

    /// Whether it could be part of a code: `k7q2-9mxd`.
    var canBeCode: Bool {
        text.utf8.count <= 9
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
            }
    }

    private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ bytes: [UInt8]) -> Bool {
        guard text.count >= bytes.count else { return false }
        for start in 0...(text.count - bytes.count) {
            var length = 0
            while length < bytes.count, lower(text[start + length]) == bytes[length] { length += 1 }
            if length == bytes.count { return true }
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
