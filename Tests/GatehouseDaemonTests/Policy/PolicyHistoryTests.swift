import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `The policy's history` {
    let state: TemporaryState
    let history: PolicyHistory

    init() throws {
        state = try TemporaryState()
        history = PolicyHistory(store: state.store)
    }

    @Test func `is empty at first`() async throws {
        #expect(try await history.current() == nil)
    }

    @Test func `keeps each revision byte for byte`() async throws {
        _ = try await history.apply("# one\n", base: nil, by: .chief, comment: "first", at: .noon)
        _ = try await history.apply("# two\r\n", base: 1, by: .chief, at: .noon)
        #expect(try await history.revision(1)?.toml == "# one\n")
        #expect(try await history.current()?.toml == "# two\r\n")
        #expect(try await history.revisions().map(\.number) == [2, 1])
    }

    @Test func `refuses a change made from an old revision and shows the present one`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        _ = try await history.apply("b", base: 1, by: .chief, at: .noon)
        guard case .baseIsOld(let current) = try await history.apply("c", base: 1, by: .anna, at: .noon) else {
            Issue.record("it was applied")
            return
        }
        #expect(current.number == 2)
        #expect(current.toml == "b")
    }

    @Test func `refuses a first policy where there is one`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        let second = try await history.apply("b", base: nil, by: .chief, at: .noon)
        #expect(
            second
                != .applied(PolicyRevision(number: 2, time: .noon, uid: 1003, user: "chief", comment: nil, toml: "b"))
        )
    }

    @Test func `writes an audit record with each revision`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        _ = try await history.apply("b", base: 9, by: .chief, at: .noon)
        let records = try await AuditLog(store: state.store).records().items
        #expect(records.map(\.action) == ["policy.apply"])
    }
}
