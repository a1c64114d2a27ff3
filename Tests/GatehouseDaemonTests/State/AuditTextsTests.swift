import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

/// The texts of each kind of change in the audit log, byte for byte, because people filter and count by them.
@Suite(.timeLimit(.minutes(1))) struct `The texts of the audit log`: DeskTesting {
    let own: OwnDesk
    private let chief = Actor(uid: 1003, user: "chief", role: .admin)

    init() throws { own = try OwnDesk() }

    /// All records without times and hashes, oldest first. Ids are random and are replaced by words.
    private func texts(in store: StateStore, _ words: [String: String] = [:]) async throws -> [String] {
        try await store.read { transaction in
            try transaction.rows(
                "SELECT action, subject, user, role, before, after FROM audit ORDER BY sequence"
            ) { row in
                let columns: [String?] = [
                    try row[0], try row[1], try row[2], try row[3], try row[4], try row[5],
                ]
                let line = columns.map { $0 ?? "-" }.joined(separator: " ")
                return words.reduce(line) { $0.replacing($1.key, with: $1.value) }
            }
        }
    }

    /// The records written for the same changes when this test was made, one a line.
    private func expected(_ name: String) throws -> [String] {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/audit")
        let text = try String(contentsOf: fixtures.appending(path: name + ".txt"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }

    @Test func `each kind of change keeps its action`() {
        let actions = Change.Kind.allCases.map(\.rawValue)
        #expect(
            Set(actions).isSuperset(of: [
                "accept-loss", "account.create", "account.disable", "account.enable", "account.erase",
                "approval.allow", "approval.approve", "approval.ask", "approval.comment", "approval.deny",
                "approval.expire", "approval.release", "approval.take", "approval.undo", "approval.vote",
                "call.reveal", "connector.force", "connector.probe", "draft.discard", "draft.save", "list.add",
                "list.edit", "list.expire", "list.import", "list.remove", "list.undo", "policy.apply",
                "policy.rollback", "table.import", "table.undo",
            ])
        )
    }

    @Test func `approvals are recorded in the usual form`() async throws {
        let asked = try await ask()
        let id = asked.approval.id.description
        _ = try await desk.take(id, by: .anna, at: later)
        _ = try await desk.release(id, by: .anna, at: later)
        try await decide([asked.approval.id], .approve)
        _ = try await desk.undo([id], by: .anna, at: later)
        try await decide([asked.approval.id], .deny)
        _ = try await desk.comment(id, "asked the host", by: .boris, at: later)
        let late = try await ask("bob")
        _ = try await desk.expireDue(at: .noon + .seconds(7200))
        let words = [
            id: "ID", asked.approval.code.description: "CODE", late.approval.id.description: "LATE-ID",
            late.approval.code.description: "LATE-CODE",
        ]
        let found = try await texts(in: state.store, words)
        #expect(try found == expected("approvals"))
    }

    @Test func `policies and drafts are recorded in the usual form`() async throws {
        let history = PolicyHistory(store: state.store)
        _ = try await history.apply("a", base: nil, by: .daemon, comment: "initial", at: .noon)
        _ = try await history.apply("ab", base: 1, by: chief, at: .noon)
        _ = try await history.apply("a", base: 2, by: chief, restoring: 1, at: .noon)
        let drafts = DraftStore(store: state.store)
        _ = try await drafts.save("abc", as: "mine", base: 3, seen: nil, by: chief, at: .noon)
        _ = try await drafts.save("abcd", as: "mine", base: 3, seen: 1, by: chief, at: .noon)
        _ = try await drafts.discard("mine", by: chief, at: .noon)
        let found = try await texts(in: state.store)
        #expect(try found == expected("policies"))
    }

    @Test func `lists are recorded in the usual form`() async throws {
        let fixture = try BookFixture()
        _ = try await fixture.add("b.example", expires: later)
        let draft = EntryDraft(entry: "b.example", comment: "a \"b\" \u{E9}", owner: "o", ticket: "T-1")
        let edited = try await fixture.book.change(draft, in: "blocked", by: .boris, at: .noon)
        _ = try await fixture.book.undo(try #require(edited.change), in: "blocked", by: chief, at: .noon)
        try await fixture.book.maintain(at: later)
        _ = try await fixture.add("c.example")
        _ = try await fixture.book.remove(["c.example"], from: "blocked", by: .anna, at: .noon)
        let imported = try await fixture.importing("d.example\ne.example\n")
        _ = try await fixture.book.undo(try #require(imported.change), in: "blocked", by: .anna, at: .noon)
        let found = try await texts(in: fixture.state.store)
        #expect(try found == expected("lists"))
    }

    @Test func `tables are recorded in the usual form`() async throws {
        let directory = state.directory.appending(path: "tables").path
        let book = try TableBook(store: state.store, directory: directory, definitions: [TableFixture.customers])
        for text in ["email,tier\nada@b.example,gold\n", "email,tier\nada@b.example,silver\neve@b.example,x\n"] {
            let body = AsyncThrowingStream<[UInt8], any Error> { stream in
                stream.yield(Array(text.utf8))
                stream.finish()
            }
            let options = TableBook.Options(source: "crm.csv", asOf: .noon)
            _ = try await book.importRows(into: "customers", from: body, options, by: .anna, at: .noon)
        }
        _ = try await book.undo("customers", by: .boris, at: .noon)
        let found = try await texts(in: state.store)
        #expect(try found == expected("tables"))
    }

    @Test func `accounts are recorded in the usual form`() async throws {
        let fixture = try FlowFixture()
        let run = try await fixture.runner().start("guests", .person())
        _ = try await fixture.runner().submit(
            run.id.description,
            ["displayName": "Mireille C.", "postalCode": "74000"]
        )
        let account = try #require(try await fixture.accounts().first)
        let directory = fixture.directory
        _ = try await directory.setEnabled(account.id, false, reason: "left", by: chief, at: .noon)
        _ = try await directory.setEnabled(account.id, true, reason: nil, by: chief, at: .noon)
        _ = try await directory.erase(account.id, reason: "asked by a@b.example", by: chief, at: .noon)
        let words = [account.id: "ID", run.id.code.description: "CODE"]
        let found = try await texts(in: fixture.store, words)
        #expect(try found == expected("accounts"))
    }

    @Test func `connectors are recorded in the usual form`() async throws {
        let fixture = try await DeskFixture()
        try await fixture.desk.force("api", reason: "the vendor is down", by: DeskFixture.admin)
        let found = try await texts(in: fixture.store)
        #expect(try found == expected("connectors"))
    }
}
