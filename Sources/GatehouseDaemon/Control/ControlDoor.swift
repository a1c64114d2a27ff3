import ControlProtocol
import Crypto
import Foundation
package import GatehouseModel
package import Logging

/// Answers control requests from any transport. Checks in this order: local origin, known caller, known route, role,
/// form of the request; only then runs the handler.
package final class ControlDoor: Sendable {
    let services: ControlServices
    let roles: RoleBook
    let limits: ControlLimits
    let book: ConnectionBook
    private let streams: EventStreams
    private let table: RouteTable
    private let logger: Logger

    package init(
        services: ControlServices,
        roles: RoleBook,
        limits: ControlLimits = ControlLimits(),
        clock: @escaping @Sendable () -> Timestamp = { .now },
        logger: Logger
    ) {
        self.services = services
        self.roles = roles
        self.limits = limits
        self.logger = logger
        book = ConnectionBook(limits: limits)
        streams = EventStreams(book: book, limits: limits, clock: clock)
        table = .standard
    }

    /// The description of the protocol.
    var document: JSONValue { OpenAPIDocument.make(from: table.lines, version: services.status.version) }

    /// Never fails: an error becomes an answer with a problem.
    func answer(_ ask: ControlAsk) async -> ControlAnswer {
        var answer: ControlAnswer
        do { answer = try await unguarded(ask) } catch { answer = refusal(of: ask, error) }
        answer.headers["cache-control"] = "no-store"
        answer.headers["gatehouse-version"] = services.status.version
        answer.headers["gatehouse-instance"] = services.status.instance
        return answer
    }

    private func unguarded(_ ask: ControlAsk) async throws -> ControlAnswer {
        try Locality.check(ask.headers)
        let caller = try lowered(ask)
        let target = try ControlTarget(ask.target)
        let (line, path) = try find(ask.method, target)
        try check(caller, may: line.route)
        let incoming = RouteLine.Incoming(
            path: path,
            query: try query(target.query, of: line),
            headers: ask.headers,
            body: ask.body,
            ifMatch: try ifMatch(ask.headers, line)
        )
        var exchange = Exchange(
            caller: caller,
            services: services,
            streams: streams,
            document: { [self] in document },
            now: streams.clock()
        )
        guard line.route.changes else { return try await line.answer(incoming, exchange) }
        guard let key = ask.headers["idempotency-key"] else {
            throw Problem(
                .keyRequired,
                "a change needs an Idempotency-Key, so that sending it twice does it once",
                hint: "send for example: -H \"Idempotency-Key: $(uuidgen)\""
            )
        }
        guard line.keepsReply else { return try await line.answer(incoming, exchange) }
        let bytes = try await whole(ask.body)
        let ticket = try IdempotencyTicket(
            key: key,
            uid: caller.peer.uid,
            method: ask.method,
            path: ask.target,
            bodyHash: Data(SHA256.hash(data: bytes)),
            at: services.clock.due(exchange.now)
        )
        let keeper = ReplyKeeper(ticket: ticket, in: services.replies)
        exchange.keeper = keeper
        return try await once(keeper, exchange) { exchange in
            var incoming = incoming
            incoming.body = .bytes(bytes)
            return try await line.answer(incoming, exchange)
        }
    }

    /// Makes a change, or repeats the reply to an earlier request with the same key.
    private func once(
        _ keeper: ReplyKeeper,
        _ exchange: Exchange,
        _ change: (Exchange) async throws -> ControlAnswer
    ) async throws -> ControlAnswer {
        switch try await keeper.begin() {
        case .fresh: break
        case .replay(let stored):
            var answer = RouteLine.document(stored)
            answer.headers["idempotency-replayed"] = "true"
            return answer
        case .reused:
            throw Problem(.keyReused, "the Idempotency-Key was sent before with another request", hint: "use a new one")
        case .inProgress:
            throw Problem(.conflict, "the same change is being made right now", hint: "ask again in a moment")
        }
        do {
            let answer = try await change(exchange)
            // A change that is made while its answer is streamed ends with the stream; its own transaction stores the
            // reply.
            guard case .bytes(let bytes) = answer.body else { return answer }
            let revision = answer.headers["etag"].flatMap { Int($0.dropFirst().dropLast()) }
            try await keeper.keep(
                StoredReply(status: answer.status, revision: revision, body: Data(bytes.dropLast()))
            )
            keeper.end()
            return answer
        } catch {
            keeper.end()
            throw error
        }
    }

    private func whole(_ body: ByteStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in body {
            guard bytes.count + piece.count <= RouteLine.bodyLimit else {
                throw Problem(.tooLarge, "the body has more than \(RouteLine.bodyLimit) bytes")
            }
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    private func lowered(_ ask: ControlAsk) throws -> Caller {
        guard let wish = ask.headers["gatehouse-role"] else { return ask.caller }
        guard let role = Role(rawValue: wish) else {
            throw Problem(.malformed, "Gatehouse-Role must be viewer, approver or admin")
        }
        return ask.caller.lowered(to: role)
    }

    private func find(_ method: String, _ target: ControlTarget) throws -> (RouteLine, [String]) {
        switch table.find(method, target.parts) {
        case .line(let line, let path): return (line, path)
        case .wrongMethod(let methods):
            throw Problem(.methodNotAllowed, "this path knows \(methods.joined(separator: ", "))")
        case .nothing:
            throw Problem(.notFound, "there is nothing at this path", hint: "see GET /v1/openapi.json")
        }
    }

    private func check(_ caller: Caller, may route: Route) throws {
        guard let role = caller.role, role >= route.role else {
            let have = caller.role.map { "your role is \($0.rawValue)" } ?? "you have no role"
            throw Problem(
                .roleRequired,
                "\(caller.user), \(have); this needs the role \(route.role.rawValue)",
                hint: roles.advice(for: caller.user, wanting: route.role)
            )
        }
    }

    private func query(_ items: [(name: String, value: String)], of line: RouteLine) throws -> [String: String] {
        var query: [String: String] = [:]
        for (name, value) in items {
            guard line.items.contains(where: { $0.name == name }) else {
                let known = line.items.map(\.name).joined(separator: ", ")
                throw Problem(
                    .unknownField,
                    "the query item \"\(name)\" is not known",
                    hint: known.isEmpty ? "this request takes none" : "this request takes: \(known)"
                )
            }
            guard query.updateValue(value, forKey: name) == nil else {
                throw Problem(.malformed, "the query item \"\(name)\" came twice")
            }
        }
        return query
    }

    private func ifMatch(_ headers: [String: String], _ line: RouteLine) throws -> Int? {
        guard let text = headers["if-match"] else { return nil }
        guard line.takesIfMatch else {
            throw Problem(.malformed, "this request does not look at If-Match, so it must not be sent")
        }
        guard text.hasPrefix("\""), text.hasSuffix("\""), let revision = Int(text.dropFirst().dropLast()) else {
            throw Problem(.malformed, "If-Match must be a revision in quotes: \"12\"")
        }
        return revision
    }

    private func refusal(of ask: ControlAsk, _ error: any Error) -> ControlAnswer {
        let problem = Problem(answering: error)
        if problem.kind == .internal || problem.kind == .storageFailed {
            logger.error("control request failed", metadata: ["method": "\(ask.method)", "error": "\(error)"])
        }
        var answer = ControlAnswer.problem(problem)
        if problem.kind == .methodNotAllowed, let target = try? ControlTarget(ask.target),
            case .wrongMethod(let methods) = table.find(ask.method, target.parts)
        {
            answer.headers["allow"] = methods.joined(separator: ", ")
        }
        if problem.status == 503 || problem.status == 429 { answer.headers["retry-after"] = "1" }
        return answer
    }
}

extension ControlAnswer {
    static func problem(_ problem: Problem) -> ControlAnswer {
        let bytes = (try? ControlJSON.encoder().encode(problem)).map(Array.init) ?? []
        return document(bytes, type: "application/problem+json", status: problem.status)
    }
}
