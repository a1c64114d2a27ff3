import GatehouseModel

/// A pattern that would match a question: its kind, and the range of its text in the question's bytes.
struct Probe: Sendable, Hashable {
    let kind: UInt8
    let range: Range<Int>
    let hash: UInt64

    init(kind: UInt8, range: Range<Int>, hash: UInt64) {
        self.kind = kind
        self.range = range
        self.hash = hash
    }

    /// The probe for the whole of `key`.
    init(of kind: EntryPattern.Kind, in key: UnsafeRawBufferPointer) {
        self.init(kind: kind.tag, range: 0..<key.count, hash: Self.hash(kind: kind.tag, of: key))
    }

    /// The hash of a pattern of that kind and text in tables.
    static func hash(kind: UInt8, of text: UnsafeRawBufferPointer) -> UInt64 {
        blend(KeyedHash.ofProcess(text), kind)
    }

    /// Combines a text's hash with the kind. It is one-to-one, so the result is as hard to predict as the hash.
    static func blend(_ hash: UInt64, _ kind: UInt8) -> UInt64 {
        hash &+ UInt64(truncatingIfNeeded: kind) &* 0x9E37_79B9_7F4A_7C15
    }
}
