/// A file that arrives in small pieces.
struct Pieces: AsyncSequence {
    typealias Element = [UInt8]
    let bytes: [UInt8]
    var size = 7

    init(_ bytes: [UInt8], size: Int = 7) {
        self.bytes = bytes
        self.size = size
    }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let size: Int

        mutating func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes[...], size: size) }
}
