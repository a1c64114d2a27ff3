import Foundation
import TestSupport
import Testing

/// Every answered call must be in the journal, and everyone who was told to wait must be in the queue.
@Suite struct `After kill -9` {
    /// Enough kills to hit every stage of a call; GATEHOUSE_KILLS sets another number.
    private static let kills = ProcessInfo.processInfo.environment["GATEHOUSE_KILLS"].flatMap { Int($0) } ?? 10

    @Test func `every acknowledged call and approval is there after kill -9`() async throws {
        let daemon = try RunningDaemon()
        var promised: Set<String> = []
        for round in 0..<Self.kills {
            try await daemon.start()
            let crowd = Crowd(daemon, endpoint: "request-approval", named: "k\(round)")
            try await crowd.call(until: 40 + round * 7) { try await daemon.crash() }
            promised.formUnion(crowd.acknowledged)
        }
        try await daemon.start()
        let (journal, queue) = try await daemon.withClient { client in
            (try await client.callers(), try await client.applicants())
        }
        print("kill -9: \(Self.kills) kills, \(promised.count) answers, \(journal.count) people in the journal")
        #expect(promised.count >= Self.kills * 40)
        #expect(promised.subtracting(journal).isEmpty)
        #expect(promised.subtracting(queue).isEmpty)
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }
}
