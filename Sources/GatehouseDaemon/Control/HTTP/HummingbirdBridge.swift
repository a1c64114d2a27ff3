import ControlProtocol
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// Hummingbird's requests and responses on one side, ours on the other.
struct HummingbirdBridge: Sendable {
    /// Who is at the other end of the connection that the current task serves.
    @TaskLocal static var caller: Caller?

    private typealias Name = HTTPFields.Element.Name

    let door: ControlDoor

    @Sendable func respond(
        to request: Request,
        _ writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        guard let caller = Self.caller else { return try await channel.close() }
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
        let response = Response(
            status: .init(code: answer.status),
            headers: fields,
            body: Self.body(of: answer, reading: incoming)
        )
        try await writer.write(response: response.head, body: response.body)
    }

    private static func body(of answer: ControlAnswer, reading incoming: IncomingBody) -> ResponseBody {
        switch answer.body {
        case .bytes(let bytes):
            return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let write):
            return ResponseBody { writer in
                let body = incoming.current
                // Cancels the writing when the caller hangs up, and closes the connection afterwards.
                try await body.consumeWithCancellationOnInboundClose { watched in
                    incoming.replace(with: watched)
                    var stream: any AnswerWriter = HummingbirdWriter(base: writer)
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
    var base: any ResponseBodyWriter

    mutating func write(_ bytes: [UInt8]) async throws { try await base.write(ByteBuffer(bytes: bytes)) }
}

/// A request's body, which a streamed answer reads through Hummingbird's watch for the caller hanging up.
private final class IncomingBody: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    private let body: Mutex<RequestBody>

    init(_ body: RequestBody) { self.body = Mutex(body) }

    var current: RequestBody { body.withLock { $0 } }

    func replace(with other: RequestBody) { body.withLock { $0 = other } }

    func makeAsyncIterator() -> Iterator { Iterator(base: current.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            try await base.next().map { Array($0.readableBytesView) }
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            try await base.next(isolation: actor).map { Array($0.readableBytesView) }
        }
    }
}
