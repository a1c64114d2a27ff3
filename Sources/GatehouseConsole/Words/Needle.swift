/// A text that is looked for in many others, capitals or not.
///
/// Tens of thousands of rows are looked through at every key that is typed: an ASCII text is compared byte by byte and
/// nothing is copied; for any other the texts are lower-cased first.
struct Needle: Sendable, Hashable {
    private let text: String
    /// In lower case; nil when it has other characters than ASCII.
    private let bytes: [UInt8]?

    /// Nil when there is nothing to look for.
    init?(_ term: String) {
        guard !term.isEmpty else { return nil }
        text = term.lowercased()
        bytes = text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
    }

    /// Whether a text holds it.
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
