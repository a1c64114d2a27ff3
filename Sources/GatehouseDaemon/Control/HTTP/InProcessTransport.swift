package import ControlProtocol
import Synchronization

/// Sends requests to a control door in the same process as a given caller, with all checks but without a socket and
/// HTTP.
package struct InProcessTransport: ControlTransport {
    private let door: ControlDoor
    private let caller: Caller

    package init(door: ControlDoor, caller: Caller) {
        self.door = door
        self.caller = caller
    }

    package func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply {
        let body: ByteStream =
            switch request.body {
            case .none: .bytes([])
            case .bytes(let bytes): .bytes(bytes)
            case .stream(let stream): stream
            }
        let ask = ControlAsk(
            method: request.route.method.rawValue,
            target: request.target,
            headers: request.headers,
            body: body,
            caller: caller
        )
        let answer = await door.answer(ask)
        switch answer.body {
        case .bytes(let bytes):
            return WireReply(status: answer.status, headers: answer.headers, body: .bytes(bytes))
        case .stream(let write):
            return WireReply(status: answer.status, headers: answer.headers, body: ByteStream(Pipe(write: write)))
        }
    }
}

/// Runs a writer in parallel with its reader, one piece at a time. The writer is cancelled when the reader is released.
private struct Pipe: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    let write: @Sendable (inout any AnswerWriter) async throws -> Void

    func makeAsyncIterator() -> Iterator { Iterator(write) }

    struct Iterator: AsyncIteratorProtocol {
        private let pieces: AsyncThrowingStream<[UInt8], any Error>.Iterator
        private let running: Running
        private let room: AsyncStream<Void>.Continuation

        init(_ write: @escaping @Sendable (inout any AnswerWriter) async throws -> Void) {
            let (pieces, piece) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            let (rooms, room) = AsyncStream.makeStream(of: Void.self)
            self.pieces = pieces.makeAsyncIterator()
            self.room = room
            // Owned by `running`, which cancels it when the reader is released.
            running = Running(
                Task {
                    var writer: any AnswerWriter = PipeWriter(piece: piece, rooms: rooms.makeAsyncIterator())
                    do {
                        try await write(&writer)
                        piece.finish()
                    } catch {
                        piece.finish(throwing: error)
                    }
                }
            )
        }

        mutating func next() async throws -> [UInt8]? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            room.yield()
            var pieces = pieces
            return try await pieces.next(isolation: actor)
        }
    }

    private struct PipeWriter: AnswerWriter {
        let piece: AsyncThrowingStream<[UInt8], any Error>.Continuation
        var rooms: AsyncStream<Void>.Iterator

        mutating func write(_ bytes: [UInt8]) async throws {
            guard await rooms.next(isolation: #isolation) != nil else { throw CancellationError() }
            piece.yield(bytes)
        }
    }

    private final class Running: Sendable {
        private let task: Task<Void, Never>
        init(_ task: Task<Void, Never>) { self.task = task }
        deinit { task.cancel() }
    }
}
