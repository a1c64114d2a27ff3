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

    @Test func `the policy's history is empty at first`() async throws {
        #expect(try await history.current() == nil)
    }

    @Test func `each revision is kept byte for byte`() async throws {
        _ = try await history.apply("# one\n", base: nil, by: .chief, comment: "first", at: .noon)
        _ = try await history.apply("# two\r\n", base: 1, by: .chief, at: .noon)
        #expect(try await history.revision(1)?.toml == "# one\n")
        #expect(try await history.current()?.toml == "# two\r\n")
        #expect(try await history.revisions().map(\.number) == [2, 1])
    }

    @Test func `a change based on an old revision is refused and shows the current one`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        _ = try await history.apply("b", base: 1, by: .chief, at: .noon)
        guard case .baseIsOld(let current) = try await history.apply("c", base: 1, by: .anna, at: .noon) else {
            Issue.record("it was applied")
            return
        }
        #expect(current.number == 2)
        #expect(current.toml == "b")
    }

    @Test func `a first policy is refused if there already is one`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        let second = try await history.apply("b", base: nil, by: .chief, at: .noon)
        #expect(
            second
                != .applied(PolicyRevision(number: 2, time: .noon, uid: 1003, user: "chief", comment: nil, toml: "b"))
        )
    }

    @Test func `each revision leaves an audit record`() async throws {
        _ = try await history.apply("a", base: nil, by: .chief, at: .noon)
        _ = try await history.apply("b", base: 9, by: .chief, at: .noon)
        let records = try await AuditLog(store: state.store).records().items
        #expect(records.map(\.action) == ["policy.apply"])
    }
}
