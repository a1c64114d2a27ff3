import GatehouseModel

/// One pattern that would match a question: a kind, and where its text is in the question's bytes.
struct Probe: Sendable, Hashable {
    let kind: UInt8
    let range: Range<Int>
    let hash: UInt64

    /// The hash under which a table keeps a pattern of that kind and text.
    static func hash(kind: UInt8, of text: UnsafeRawBufferPointer) -> UInt64 {
        blend(KeyedHash.ofProcess(text), kind)
    }

    /// Spreads one text's hash over the kinds; one-to-one, so as hard to predict as the hash.
    static func blend(_ hash: UInt64, _ kind: UInt8) -> UInt64 {
        hash &+ UInt64(kind) &* 0x9E37_79B9_7F4A_7C15
    }
}
