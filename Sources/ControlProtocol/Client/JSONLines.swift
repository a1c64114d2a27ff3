import Foundation

/// Values from a body of JSON lines, read as they are asked for. Empty lines are skipped.
package struct JSONLines<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    package typealias Element = Value
    package typealias Failure = ControlError

    /// The longest line accepted, in bytes.
    package static var lineLimit: Int { 1 << 20 }

    private let open: @Sendable () async throws(ControlError) -> ByteStream

    /// - Parameter open: fetches the body at the first value asked for.
    init(_ open: @escaping @Sendable () async throws(ControlError) -> ByteStream) { self.open = open }

    package func makeAsyncIterator() -> Iterator { Iterator(open: open) }

    package struct Iterator: AsyncIteratorProtocol {
        private let open: () async throws(ControlError) -> ByteStream
        private var body: ByteStream.Iterator?
        private var lines = LineSplitter(limit: JSONLines.lineLimit)
        private let decoder = ControlJSON.decoder()

        init(open: @escaping () async throws(ControlError) -> ByteStream) { self.open = open }

        package mutating func next() async throws(ControlError) -> Value? {
            while true {
                if let line = try nextLine() {
                    if line.isEmpty { continue }
                    return try decode(line)
                }
                if body == nil { body = try await open().makeAsyncIterator() }
                guard let piece = try await nextPiece() else { return nil }
                lines.add(piece)
            }
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ControlError) -> Value? {
            try await next()
        }

        private mutating func nextLine() throws(ControlError) -> ArraySlice<UInt8>? {
            do throws(LineSplitter.TooLong) { return try lines.next() } catch {
                throw .unreadable(detail: "a line of more than \(JSONLines.lineLimit) bytes")
            }
        }

        private mutating func nextPiece() async throws(ControlError) -> [UInt8]? {
            do { return try await body?.next() } catch { throw ControlError(reading: error) }
        }

        private func decode(_ line: ArraySlice<UInt8>) throws(ControlError) -> Value {
            do { return try decoder.decode(Value.self, from: Data(line)) } catch {
                throw .unreadable(detail: "\(error)")
            }
        }
    }
}
