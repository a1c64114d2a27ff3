import ControlProtocol
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Converts between Hummingbird's requests and responses and ours.
struct HummingbirdBridge: Sendable {
    /// The caller at the other end of the connection that the current task serves.
    @TaskLocal static var caller: Caller?

    private typealias Name = HTTPFields.Element.Name

    let door: ControlDoor

    func response(to request: Request, from caller: Caller) async -> Response {
        let incoming = IncomingBody(request.body)
        let ask = ControlAsk(
            method: request.head.method.rawValue,
            target: request.head.path ?? "",
            headers: Self.headers(of: request),
            body: ByteStream(incoming),
            caller: caller
        )
        let answer = await door.answer(ask)
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = Name(name) { fields[name] = value }
        }
        return Response(
            status: .init(code: answer.status),
            headers: fields,
            // A body after HEAD would be read as the beginning of the next answer.
            body: request.head.method == .head ? ResponseBody() : Self.body(of: answer, reading: incoming)
        )
    }

    private static func body(of answer: ControlAnswer, reading incoming: IncomingBody) -> ResponseBody {
        switch answer.body {
        case .bytes(let bytes):
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let write):
            return ResponseBody { writer in
                // Safe: used only by this task, which waits here until the closure has finished.
                nonisolated(unsafe) let base = writer
                guard let body = incoming.unread else {
                    // Hummingbird's watch would wait for an end that has passed, and trap when the caller disconnects.
                    // Without it, a disconnect is noticed at the next write.
                    var stream: any AnswerWriter = HummingbirdWriter(base: base)
                    try await write(&stream)
                    return try await writer.finish(nil)
                }
                // Cancels the writing when the caller disconnects, and closes the connection afterwards.
                try await body.consumeWithCancellationOnInboundClose { watched in
                    incoming.replace(with: watched)
                    var stream: any AnswerWriter = HummingbirdWriter(base: base)
                    try await write(&stream)
                }
                try await writer.finish(nil)
            }
        }
    }

    private static func headers(of request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            headers[name] = headers[name].map { $0 + ", " + field.value } ?? field.value
        }
        if let host = request.head.authority { headers["host"] = host }
        return headers
    }
}

private struct HummingbirdWriter: AnswerWriter {
    // Safe: used only by the task that writes the answer.
    nonisolated(unsafe) var base: any ResponseBodyWriter

    mutating func write(_ bytes: [UInt8]) async throws { try await base.write(ByteBuffer(bytes: bytes)) }
}

/// A request's body. If it has not been read, a streamed answer reads it through Hummingbird's watch, to notice that
/// the caller disconnects.
private final class IncomingBody: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    private struct State {
        var body: RequestBody
        var wasRead = false
    }

    private let state: Mutex<State>

    init(_ body: RequestBody) { state = Mutex(State(body: body)) }

    /// The body; nil once reading has begun.
    var unread: RequestBody? { state.withLock { $0.wasRead ? nil : $0.body } }

    func replace(with other: RequestBody) { state.withLock { $0.body = other } }

    func makeAsyncIterator() -> ByteStream.Iterator {
        let body = state.withLock { state in
            state.wasRead = true
            return state.body
        }
        return ByteStream(body.map { Array($0.readableBytesView) }).makeAsyncIterator()
    }
}
