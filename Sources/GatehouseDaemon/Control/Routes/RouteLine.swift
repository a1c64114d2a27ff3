import ControlProtocol
import Foundation
import GatehouseModel

/// An entry of the route table: the request, the required role, and the handler.
struct RouteLine: Sendable {
    /// The input for an answer.
    struct Incoming: Sendable {
        var path: [String]
        var query: [String: String]
        var headers: [String: String]
        var body: ByteStream
        var ifMatch: Int?
    }

    let route: Route
    /// The name of the request type, and of the operation in the OpenAPI document.
    let name: String
    let items: [QueryItem]
    /// The media types the body may have.
    let mediaTypes: [String]
    let requestSchema: Schema?
    let replyType: String
    let replySchema: Schema
    /// The schema of a progress line, if the request can report progress.
    var progressSchema: Schema?
    let takesIfMatch: Bool
    let needsIfMatch: Bool
    /// Whether the answer is stored for an `Idempotency-Key`. An import's is not: repeating it changes nothing more.
    let keepsReply: Bool
    let answer: @Sendable (Incoming, Exchange) async throws -> ControlAnswer

    /// The maximum size of a JSON body, in bytes. A policy document of 1 MiB may take twice as much as JSON.
    static let bodyLimit = 2 << 20

    /// A request answered by one JSON document.
    ///
    /// - Parameter current: the object that an `If-Match` refers to.
    static func json<Request: ServedRequest>(
        _ type: Request.Type,
        current: (@Sendable (Request, Exchange) async throws -> any Tagged & Encodable)? = nil,
        _ handler: @escaping @Sendable (Request, Exchange) async throws -> Request.Reply
    ) -> RouteLine {
        let shape = bodyShape(of: type)
        return RouteLine(
            route: type.route,
            name: "\(type)",
            items: type.items,
            mediaTypes: ["application/json"],
            requestSchema: shape,
            replyType: "application/json",
            replySchema: replyShape(of: Request.Reply.self),
            takesIfMatch: current != nil || type.seen != .ignored,
            needsIfMatch: type.seen == .required,
            keepsReply: type.route.changes
        ) { incoming, exchange in
            let request: Request = try await read(incoming, shape)
            if let current, let seen = incoming.ifMatch {
                try expect(seen, of: try await current(request, exchange))
            }
            let reply = try await handler(request, exchange)
            return try document(reply.shown(to: exchange.caller))
        }
    }

    private static func read<Request: ServedRequest>(
        _ incoming: Incoming,
        _ shape: Schema?
    ) async throws -> Request {
        let body = try await RequestBodyReader(shape: shape).read(Request.Body.self, from: incoming)
        return try Request(
            RequestParts(path: incoming.path, query: incoming.query, body: body, ifMatch: incoming.ifMatch)
        )
    }

    /// A change that may take long: answered by lines of progress if the caller accepts them, otherwise by one
    /// document.
    ///
    /// If a caller that receives progress disconnects before the report, the change is cancelled, as far as that is
    /// still possible.
    static func long<Request: ServedRequest>(
        _ type: Request.Type,
        current: @escaping @Sendable (Request, Exchange) async throws -> any Tagged & Encodable,
        _ handler:
            @escaping @Sendable (Request, Exchange, @escaping @Sendable (Int) -> Void) async throws -> Request.Reply
    ) -> RouteLine {
        let plain = json(type, current: current) { request, exchange in try await handler(request, exchange) { _ in } }
        let followed: @Sendable (Incoming, Exchange) async throws -> ControlAnswer = { incoming, exchange in
            guard incoming.headers["accept"]?.contains(ProgressMedia.type) == true else {
                return try await plain.answer(incoming, exchange)
            }
            let request: Request = try await read(incoming, plain.requestSchema)
            if let seen = incoming.ifMatch { try expect(seen, of: try await current(request, exchange)) }
            return ProgressAnswer.answer { progress in
                // This must happen before the last line is written, because its reader may send the change again.
                defer { exchange.keeper?.end() }
                let reply = try await handler(request, exchange, progress)
                return reply.shown(to: exchange.caller)
            }
        }
        return RouteLine(
            route: plain.route,
            name: plain.name,
            items: plain.items,
            mediaTypes: plain.mediaTypes,
            requestSchema: plain.requestSchema,
            replyType: plain.replyType,
            replySchema: plain.replySchema,
            progressSchema: (try? SchemaProbe.schema(of: ProgressLine<Request.Reply>.self)) ?? .any,
            takesIfMatch: true,
            needsIfMatch: plain.needsIfMatch,
            keepsReply: plain.keepsReply,
            answer: followed
        )
    }

    /// A request whose body or answer is a stream.
    static func stream(
        _ route: Route,
        name: String,
        items: [QueryItem] = [],
        mediaTypes: [String] = [],
        replyType: String,
        replySchema: Schema,
        _ handler: @escaping @Sendable (Incoming, Exchange) async throws -> ControlAnswer
    ) -> RouteLine {
        RouteLine(
            route: route,
            name: name,
            items: items,
            mediaTypes: mediaTypes,
            requestSchema: mediaTypes.isEmpty ? nil : .string(format: nil),
            replyType: replyType,
            replySchema: replySchema,
            takesIfMatch: false,
            needsIfMatch: false,
            keepsReply: false,
            answer: handler
        )
    }

    static func document(_ reply: any Encodable) throws -> ControlAnswer {
        let stored = try ReplyKeeper.stored(reply)
        return document(stored)
    }

    static func document(_ stored: StoredReply) -> ControlAnswer {
        var answer = ControlAnswer.document(Array(stored.body), status: stored.status)
        if stored.status >= 400 { answer.headers["content-type"] = "application/problem+json" }
        if let revision = stored.revision { answer.headers["etag"] = "\"\(revision)\"" }
        return answer
    }

    private static func expect(_ seen: Int, of current: any Tagged & Encodable) throws {
        guard current.tag != seen else { return }
        throw Problem(
            .revisionMismatch,
            "you have seen revision \(seen); it is at \(current.tag)",
            hint: "read it again and repeat the change",
            current: JSONValue(encoding: current)
        )
    }

    /// A type that cannot be probed is described as any value; a test checks that there is none.
    private static func replyShape<Reply: Decodable>(of type: Reply.Type) -> Schema {
        (try? SchemaProbe.schema(of: type)) ?? .any
    }

    private static func bodyShape<Request: ServedRequest>(of type: Request.Type) -> Schema? {
        guard Request.Body.self != NoBody.self else { return nil }
        return (try? SchemaProbe.schema(of: Request.Body.self)) ?? .any
    }
}
