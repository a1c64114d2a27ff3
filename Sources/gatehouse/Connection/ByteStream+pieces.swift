import ControlProtocol

extension ByteStream {
    /// Sends `bytes` in small pieces, so that the connection's buffers stay small.
    static func pieces(of bytes: [UInt8]) -> ByteStream {
        ByteStream(Pieces(bytes: bytes))
    }
}

/// Bytes in pieces of 64 KiB.
private struct Pieces: AsyncSequence, Sendable {
    let bytes: [UInt8]

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes[...]) }

    struct Iterator: AsyncIteratorProtocol {
        var bytes: ArraySlice<UInt8>

        mutating func next() async -> [UInt8]? { take() }

        mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? { take() }

        private mutating func take() -> [UInt8]? {
            guard !bytes.isEmpty else { return nil }
            defer { bytes = bytes.dropFirst(65_536) }
            return Array(bytes.prefix(65_536))
        }
    }
}
