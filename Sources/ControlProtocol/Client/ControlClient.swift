import Foundation
package import GatehouseModel

/// Sends typed requests to a daemon and returns typed replies.
///
/// Changes carry an `Idempotency-Key`, so a request whose connection broke can be sent again and still takes effect
/// only once.
package struct ControlClient: Sendable {
    /// The maximum size of a reply that is read into memory, in bytes.
    package static let replyLimit = 32 << 20

    let transport: any ControlTransport

    package init(transport: any ControlTransport) { self.transport = transport }

    /// A client for the daemon at a Unix socket. Call `close()` when done.
    package init(socket path: String) { self.init(transport: SocketTransport(path: path)) }

    /// Runs `work` with a client of the daemon at `socket`, then closes the client.
    package static func with<Result>(
        socket: String,
        _ work: (ControlClient) async throws -> Result
    ) async throws -> Result {
        let client = ControlClient(socket: socket)
        do {
            let result = try await work(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// Closes the connections. Requests in progress fail.
    package func close() async {
        await (transport as? SocketTransport)?.close()
    }

    /// Sends `request` and returns its reply.
    ///
    /// - Parameters:
    ///   - key: the `Idempotency-Key` of a change; a new one by default. Pass the same key to repeat a request after a
    ///     time-out.
    ///   - patience: how long to wait for the reply; for a request with progress, for its beginning.
    ///   - progress: called with the number of lines read, for a request with progress.
    package func send<Request: ControlRequest>(
        _ request: Request,
        key: String? = nil,
        patience: Duration = .seconds(30),
        progress: (Int) -> Void = { _ in }
    ) async throws(ControlError) -> Request.Reply {
        var wire = WireRequest(
            route: Request.route,
            pathValues: request.pathValues,
            query: request.query,
            patience: patience
        )
        if let revision = request.ifMatch { wire.headers["if-match"] = "\"\(revision)\"" }
        if Request.route.changes {
            wire.headers["idempotency-key"] = key ?? newKey()
        }
        if let body = request.body {
            wire.headers["content-type"] = "application/json"
            wire.body = .bytes(try encoded(body))
        }
        if Request.tellsProgress {
            wire.headers["accept"] = "\(ProgressMedia.type), application/json"
            return try await followed(wire, progress)
        }
        let bytes = try await answer(to: wire)
        do { return try ControlJSON.decoder().decode(Request.Reply.self, from: Data(bytes)) } catch {
            throw .unreadable(detail: PlainReason.of(error))
        }
    }

    /// A stream of events. Connects when the first event is requested; ending the iteration or cancelling the task
    /// disconnects. The stream ends after `goodbye`, and throws if the connection breaks: then call this again with the
    /// last event's sequence as `interest.after`.
    package func events(_ interest: WatchEvents.Interest = .init()) -> JSONLines<Event> {
        JSONLines(scan: CallEventScanner.event) { () async throws(ControlError) in
            let request = WireRequest(
                route: WatchEvents.route,
                query: interest.query,
                headers: ["accept": "application/x-ndjson"]
            )
            return try await refusingProblems(transport.exchange(request)).body
        }
    }

    /// The whole body of a successful answer. Sends the request a second time if the connection breaks.
    private func answer(to request: WireRequest) async throws(ControlError) -> [UInt8] {
        do throws(ControlError) {
            return try await collect(refusingProblems(transport.exchange(request)).body)
        } catch {
            guard case .interrupted = error else { throw error }
            return try await collect(refusingProblems(transport.exchange(request)).body)
        }
    }

    /// Returns the reply; throws if it is an error.
    func refusingProblems(_ reply: WireReply) async throws(ControlError) -> WireReply {
        guard !(200..<300).contains(reply.status) else { return reply }
        let bytes = try await collect(reply.body)
        guard let problem = try? ControlJSON.decoder().decode(Problem.self, from: Data(bytes)) else {
            throw .unreadable(detail: "status \(reply.status) without a problem document")
        }
        throw .problem(problem)
    }

    func collect(_ body: ByteStream) async throws(ControlError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await piece in body {
                bytes.append(contentsOf: piece)
                guard bytes.count <= Self.replyLimit else {
                    throw ControlError.unreadable(detail: "more than \(Self.replyLimit) bytes")
                }
            }
        } catch {
            throw ControlError(reading: error)
        }
        return bytes
    }

    private func encoded(_ body: any Encodable) throws(ControlError) -> [UInt8] {
        do { return try Array(ControlJSON.encoder().encode(body)) } catch {
            throw .unreadable(detail: "cannot write the request as JSON: \(PlainReason.of(error))")
        }
    }
}

extension WatchEvents.Interest {
    /// The filter as query items.
    package var query: [(name: String, value: String)] {
        pairs(
            ("after", after.map(String.init)),
            ("filter", filter),
            (
                "pace",
                pace.map { String($0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000) }
            ),
            ("types", types.isEmpty ? nil : types.sorted().joined(separator: ","))
        )
    }
}

/// A new `Idempotency-Key`.
func newKey() -> String { UUID().uuidString.lowercased() }
