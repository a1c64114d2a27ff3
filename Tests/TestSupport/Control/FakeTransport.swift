package import ControlProtocol
import Synchronization

/// A daemon made of one function, which records the requests.
package final class FakeTransport: ControlTransport {
    private let asked = Mutex<[WireRequest]>([])
    private let reply: @Sendable (WireRequest, Int) throws -> WireReply

    /// - Parameter reply: called with the request and the number of earlier ones. A `ControlError` that it throws
    ///   reaches the client as an error of the connection.
    package init(_ reply: @escaping @Sendable (WireRequest, Int) throws -> WireReply) { self.reply = reply }

    package var requests: [WireRequest] { asked.withLock { $0 } }

    package func exchange(_ request: WireRequest) async throws(ControlError) -> WireReply {
        let count = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        do { return try reply(request, count) } catch {
            throw error as? ControlError ?? .interrupted(detail: "\(error)")
        }
    }
}
