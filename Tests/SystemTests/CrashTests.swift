import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization
import TestSupport
import Testing

/// An answer is a promise: what was answered is in the journal, and who was told to wait is in the queue.
@Suite struct `After kill -9` {
    /// Enough to hit every stage of a call; GATEHOUSE_KILLS asks for more.
    private static let kills = ProcessInfo.processInfo.environment["GATEHOUSE_KILLS"].flatMap { Int($0) } ?? 10

    @Test func `every acknowledged call and approval is there`() async throws {
        let daemon = try RunningDaemon()
        let acknowledged = Acknowledged()
        for round in 0..<Self.kills {
            try await daemon.start()
            try await load(daemon, round, acknowledged)
        }
        try await daemon.start()
        let (journal, queue) = try await daemon.withClient { client in
            (try await journaled(client), try await waiting(client))
        }
        let promised = acknowledged.all
        print("kill -9: \(Self.kills) kills, \(promised.count) answers, \(journal.count) people in the journal")
        #expect(promised.count > Self.kills * 20)
        #expect(promised.subtracting(journal).isEmpty)
        #expect(promised.subtracting(queue).isEmpty)
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }

    /// Sixteen providers call without pause; when enough was answered in this round the daemon is killed.
    private func load(_ daemon: RunningDaemon, _ round: Int, _ acknowledged: Acknowledged) async throws {
        let enough = acknowledged.count + 40 + round * 7
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for number in 0... {
                        let email = "k\(round)w\(worker)n\(number)@a.example"
                        guard let answer = try? await daemon.provider.call("request-approval", email) else { return }
                        guard answer.status == 200 else { return }
                        acknowledged.insert(email)
                    }
                }
            }
            _ = try await eventually("answers to kill between") { acknowledged.count >= enough ? true : nil }
            try await daemon.crash()
            try await group.waitForAll()
        }
    }

    private func journaled(_ client: ControlClient) async throws -> Set<String> {
        var found: Set<String> = []
        var cursor: String?
        repeat {
            let page = try await client.send(ListCalls(limit: 1_000, cursor: cursor))
            found.formUnion(page.items.compactMap(\.email))
            cursor = page.next
        } while cursor != nil
        return found
    }

    private func waiting(_ client: ControlClient) async throws -> Set<String> {
        var found: Set<String> = []
        var cursor: String?
        repeat {
            let page = try await client.send(ListApprovals(state: .pending, limit: 1_000, cursor: cursor))
            found.formUnion(page.items.compactMap(\.email))
            cursor = page.next
        } while cursor != nil
        return found
    }
}

/// Who has been answered.
private final class Acknowledged: Sendable {
    private let emails = Mutex<Set<String>>([])

    var all: Set<String> { emails.withLock(\.self) }
    var count: Int { emails.withLock { $0.count } }
    func insert(_ email: String) { emails.withLock { _ = $0.insert(email) } }
}
