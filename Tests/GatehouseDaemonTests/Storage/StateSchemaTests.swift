import ControlProtocol
import Foundation
import GRDB
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

@Suite struct `The schema of the state store` {
    private let scratch = Scratch()

    /// A store with a policy, a list entry, a pending approval and three audit records, written by the first version
    /// with format 11.
    private static let format11 = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/state-format-11.sql")

    private func format11() throws -> String {
        let path = scratch.file("old.db")
        let file = try DatabaseQueue(path: path)
        try file.inDatabase { try $0.execute(sql: try String(contentsOf: Self.format11, encoding: .utf8)) }
        try file.close()
        return path
    }

    @Test func `the released steps keep their names and their order`() {
        #expect(
            StateSchema.migrations.map(\.identifier).prefix(11) == [
                "audit", "policy revisions", "approvals", "lists", "idempotency keys", "user flows", "rule hits",
                "policy drafts", "reference data", "connector proofs", "store identity",
            ]
        )
    }

    @Test func `no two steps have the same name`() {
        #expect(Set(StateSchema.migrations.map(\.identifier)).count == StateSchema.migrations.count)
    }

    @Test func `a new store has the very tables of an old one that was opened`() async throws {
        let old = try format11()
        await (try StateStore(path: old)).close()
        let new = scratch.file("new.db")
        await (try StateStore(path: new)).close()
        #expect(try definitions(new) == definitions(old))
        #expect(try definitions(new).count > 30)
    }

    @Test func `a store of format 11 opens with all that it holds`() async throws {
        let store = try StateStore(path: try format11())
        #expect(store.witness.store == "ecb3b5548e4f4a4f1e70a26eb86d09dc")
        let audit = try await AuditLog(store: store).verify()
        #expect(audit.intact && audit.records == 3)
        #expect(try await PolicyHistory(store: store).current()?.toml?.utf8.count == 2455)
        #expect(try await ApprovalDesk(store: store).list(state: .pending).items.map(\.email) == ["ada@b.example"])
        let lists = try ListBook(store: store, lists: [PolicyList(name: "friends", effect: .allow)])
        #expect(try await lists.entries(of: "friends").items.map(\.entry) == ["bob@c.example"])
        await store.close()
    }

    /// Each table and index with its definition.
    private func definitions(_ path: String) throws -> [String: String] {
        let file = try DatabaseQueue(path: path)
        defer { try? file.close() }
        return try file.read { db in
            var found: [String: String] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT name, coalesce(sql, '') FROM sqlite_schema") {
                let text: String = row[1]
                found[row[0]] = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            return found
        }
    }
}
