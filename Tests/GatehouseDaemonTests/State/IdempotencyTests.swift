import Foundation
import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `Idempotency keys` {
    let state: TemporaryState
    let keys: IdempotencyStore
    let reply = StoredReply(status: 200, revision: 4, body: Data("{}".utf8))

    init() throws {
        state = try TemporaryState()
        keys = IdempotencyStore(store: state.store)
    }

    private func ticket(
        _ key: String = "k1",
        uid: UInt32 = 7,
        path: String = "/v1/x",
        body: String = "b",
        at time: Timestamp = .noon
    )
        throws -> IdempotencyTicket
    {
        try IdempotencyTicket(key: key, uid: uid, method: "POST", path: path, bodyHash: Data(body.utf8), at: time)
    }

    private func finished(_ ticket: IdempotencyTicket) async throws {
        #expect(try await keys.begin(ticket) == .fresh)
        try await keys.finish(ticket, with: reply)
        keys.end(ticket)
    }

    @Test func `the same request with the same key gets the same answer`() async throws {
        try await finished(try ticket())
        #expect(try await keys.begin(try ticket()) == .replay(reply))
        #expect(try await keys.begin(try ticket()) == .replay(reply))
    }

    @Test func `an idempotency key belongs to one request`() async throws {
        try await finished(try ticket())
        #expect(try await keys.begin(try ticket(body: "other")) == .reused)
        #expect(try await keys.begin(try ticket(path: "/v1/y")) == .reused)
    }

    @Test func `an idempotency key belongs to one user`() async throws {
        try await finished(try ticket())
        #expect(try await keys.begin(try ticket(uid: 8)) == .fresh)
    }

    @Test func `a repeated request is told that the first is still running`() async throws {
        #expect(try await keys.begin(try ticket()) == .fresh)
        #expect(try await keys.begin(try ticket()) == .inProgress)
    }

    @Test func `an idempotency key can be used again if the change failed`() async throws {
        #expect(try await keys.begin(try ticket()) == .fresh)
        keys.end(try ticket())
        #expect(try await keys.begin(try ticket()) == .fresh)
    }

    @Test func `idempotency keys are forgotten after a day`() async throws {
        try await finished(try ticket())
        let nextDay = Timestamp.noon + IdempotencyStore.lifetime
        #expect(try await keys.begin(try ticket(at: nextDay)) == .fresh)
        #expect(try await keys.prune(at: nextDay) == 1)
    }

    @Test func `idempotency keys survive a restart`() async throws {
        try await finished(try ticket())
        let again = IdempotencyStore(store: try await state.reopened())
        #expect(try await again.begin(try ticket()) == .replay(reply))
    }

    @Test(arguments: ["", String(repeating: "k", count: 65), "a b", "é"])
    func `idempotency keys must be short and plain`(key: String) throws {
        #expect(throws: StateError.self) { try ticket(key) }
    }
}
