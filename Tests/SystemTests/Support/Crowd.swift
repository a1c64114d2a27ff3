import ControlProtocol
import GatehouseModel
import Synchronization
import TestSupport

/// Sixteen providers that call continuously, each call for another person.
final class Crowd: Sendable {
    private let daemon: RunningDaemon
    private let endpoint: String
    private let name: String
    private let answered = Mutex<Set<String>>([])

    /// - Parameter name: the beginning of the people's addresses.
    init(_ daemon: RunningDaemon, endpoint: String, named name: String) {
        self.daemon = daemon
        self.endpoint = endpoint
        self.name = name
    }

    /// The people whose calls were answered.
    var acknowledged: Set<String> { answered.withLock(\.self) }

    /// Calls until the daemon stops answering; once `enough` calls were answered, `disturbance` runs.
    func call(until enough: Int, then disturbance: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask { await self.callOn(worker) }
            }
            _ = try await eventually("\(enough) answers") {
                answered.withLock { $0.count } >= enough ? true : nil
            }
            try await disturbance()
            try await group.waitForAll()
        }
    }

    private func callOn(_ worker: Int) async {
        for number in 0... {
            let email = "\(name)w\(worker)n\(number)@a.example"
            guard let answer = try? await daemon.provider.call(endpoint, email), answer.status == 200 else { return }
            answered.withLock { _ = $0.insert(email) }
        }
    }
}

extension ControlClient {
    /// The addresses of all calls in the journal.
    func callers() async throws -> Set<String> {
        try await addresses {
            ListCalls(limit: 1_000, cursor: $0)
        } of: {
            $0.email
        }
    }

    /// The addresses of all pending requests.
    func applicants() async throws -> Set<String> {
        try await addresses {
            ListApprovals(state: .pending, limit: 1_000, cursor: $0)
        } of: {
            $0.email
        }
    }

    private func addresses<Request: ControlRequest, Item>(
        _ request: (String?) -> Request,
        of email: (Item) -> String?
    ) async throws -> Set<String> where Request.Reply == Page<Item> {
        Set(try await everyItem { try await send(request($0)) }.compactMap(email))
    }
}
