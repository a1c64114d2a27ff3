/// A body that arrives in pieces, from any source.
///
/// The consumer sets the pace: a piece is fetched when it is requested. It can be iterated only once, unless the source
/// allows more.
package struct ByteStream: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = any Error

    private let start: @Sendable () -> Iterator

    /// A stream of what `source` yields.
    package init<Source: AsyncSequence & Sendable>(_ source: Source) where Source.Element == [UInt8] {
        start = {
            var iterator = source.makeAsyncIterator()
            return Iterator { try await iterator.next(isolation: #isolation) }
        }
    }

    /// A stream that calls `step` for each piece; nil ends it.
    package init(_ step: @escaping @Sendable () async throws -> [UInt8]?) {
        start = { Iterator(step) }
    }

    /// A stream of one piece, or of none if `bytes` is empty.
    package static func bytes(_ bytes: [UInt8]) -> ByteStream {
        ByteStream(AsyncOnce(piece: bytes.isEmpty ? nil : bytes))
    }

    package func makeAsyncIterator() -> Iterator { start() }

    package struct Iterator: AsyncIteratorProtocol {
        private let step: () async throws -> [UInt8]?

        fileprivate init(_ step: @escaping () async throws -> [UInt8]?) { self.step = step }

        package mutating func next() async throws -> [UInt8]? { try await step() }
    }
}

/// A sequence of at most one piece.
private struct AsyncOnce: AsyncSequence, Sendable {
    var piece: [UInt8]?

    func makeAsyncIterator() -> Iterator { Iterator(piece: piece) }

    struct Iterator: AsyncIteratorProtocol {
        var piece: [UInt8]?

        mutating func next() async -> [UInt8]? { take() }

        mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? { take() }

        private mutating func take() -> [UInt8]? {
            defer { piece = nil }
            return piece
        }
    }
}
