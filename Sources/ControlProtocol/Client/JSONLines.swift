import Foundation
import GatehouseModel

/// Decodes values from a body of JSON lines as they are requested. Empty lines are skipped.
package struct JSONLines<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    package typealias Element = Value
    package typealias Failure = ControlError

    /// The maximum length of a line, in bytes.
    package static var lineLimit: Int { 1 << 20 }

    private let open: @Sendable () async throws(ControlError) -> ByteStream
    private let scan: @Sendable (ArraySlice<UInt8>) -> Value?

    /// - Parameters:
    ///   - scan: parses a line faster than the decoder, or returns nil to leave it to the decoder.
    ///   - open: fetches the body when the first value is requested.
    init(
        scan: @escaping @Sendable (ArraySlice<UInt8>) -> Value? = { _ in nil },
        open: @escaping @Sendable () async throws(ControlError) -> ByteStream
    ) {
        self.open = open
        self.scan = scan
    }

    package func makeAsyncIterator() -> Iterator { Iterator(scan: scan, open: open) }

    package struct Iterator: AsyncIteratorProtocol {
        private let scan: (ArraySlice<UInt8>) -> Value?
        private let open: () async throws(ControlError) -> ByteStream
        private var body: ByteStream.Iterator?
        private var lines = LineSplitter(limit: JSONLines.lineLimit)
        private let decoder = ControlJSON.decoder()

        init(
            scan: @escaping (ArraySlice<UInt8>) -> Value?,
            open: @escaping () async throws(ControlError) -> ByteStream
        ) {
            self.scan = scan
            self.open = open
        }

        /// The next value and all further ones that have already arrived, at most `limit`; nil at the end.
        package mutating func batch(limit: Int = 1_024) async throws(ControlError) -> [Value]? {
            guard let first = try await next() else { return nil }
            var values = [first]
            while values.count < limit, let line = try nextLine() {
                if !line.isEmpty { values.append(try decode(line)) }
            }
            return values
        }

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
            isolation actor: isolated (any _Concurrency.Actor)?
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
            if let value = scan(line) { return value }
            do { return try decoder.decode(Value.self, from: Data(line)) } catch {
                throw .unreadable(detail: PlainReason.of(error))
            }
        }
    }
}
