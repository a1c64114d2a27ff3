package import ControlProtocol
import GatehouseModel

/// A request to the daemon, and the message for its reply.
package struct Ask: Sendable {
    package let request: any ControlRequest
    private let send: @Sendable (ControlClient) async -> Message
    private let accept: @Sendable (Result<any Sendable, ControlError>) -> Message

    /// - Parameter patience: how long to wait for the reply.
    package init<Request: ControlRequest>(
        _ request: Request,
        patience: Duration = .seconds(30),
        _ message: @escaping @Sendable (Result<Request.Reply, ControlError>) -> Message
    ) {
        self.request = request
        send = { client in
            do throws(ControlError) {
                return message(.success(try await client.send(request, patience: patience)))
            } catch {
                return message(.failure(error))
            }
        }
        accept = { result in
            message(
                result.flatMap { reply in
                    guard let reply = reply as? Request.Reply else {
                        return .failure(.unreadable(detail: "the reply belongs to another request"))
                    }
                    return .success(reply)
                }
            )
        }
    }

    /// Whether the request changes anything at the daemon.
    package var changes: Bool { type(of: request).route.changes }

    /// Sends the request.
    package func perform(with client: ControlClient) async -> Message { await send(client) }

    /// The message for a given reply; for fakes.
    package func message(for reply: Result<any Sendable, ControlError>) -> Message { accept(reply) }
}
