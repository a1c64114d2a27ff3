import Foundation
import GRDB
import Testing

@testable import GatehouseDaemon

@Suite struct `Files that this version cannot use` {
    private let scratch = Scratch()

    /// A change after which a file must not be touched, and the words that the refusal must have.
    struct Foreign: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sql: String
        var named: [String]
    }

    static let foreignStates = [
        Foreign(
            testDescription: "a higher format",
            sql: "PRAGMA user_version = 4711",
            named: ["4711", "later version"]
        ),
        Foreign(testDescription: "a negative format", sql: "PRAGMA user_version = -5", named: ["later version"]),
        Foreign(
            testDescription: "a step we do not know",
            sql: "CREATE TABLE webhook (a); INSERT INTO grdb_migrations VALUES ('webhooks')",
            named: ["webhooks", "later version"]
        ),
        Foreign(
            testDescription: "another application",
            sql: "PRAGMA application_id = 252006673",
            named: ["another program", "252006673"]
        ),
    ]

    @Test(arguments: foreignStates)
    func `a state of a later version or another program is refused by name, unchanged`(foreign: Foreign) async throws {
        let path = scratch.file("state.db")
        await (try StateStore(path: path)).close()
        try edit(path, foreign.sql)
        let before = try files()
        let failure = #expect(throws: StorageFailure.self) { try StateStore(path: path) }
        guard case .unsuitable? = failure else {
            Issue.record("expected a refusal, not \(String(describing: failure))")
            return
        }
        for word in foreign.named + [path] { #expect(failure?.description.contains(word) == true, "\(word)") }
        #expect(try files() == before)
        #expect(throws: StorageFailure.self) { try StoreInspection(scratch.url.path) }
        #expect(try files() == before)
    }

    @Test(arguments: ["PRAGMA user_version = 3", "PRAGMA user_version = 90000", "PRAGMA application_id = 7"])
    func `a segment of a later version or another program is refused by name, unchanged`(sql: String) async throws {
        let journal = try Journal(at: scratch.file("journal"))
        try await journal.append(SomeCalls.entry(1))
        await journal.close()
        let path = scratch.file("journal/000001.db")
        try edit(path, sql)
        let before = try files()
        let failure = #expect(throws: StorageFailure.self) { try Journal(at: scratch.file("journal")) }
        guard case .unsuitable? = failure else {
            Issue.record("expected a refusal, not \(String(describing: failure))")
            return
        }
        #expect(failure?.description.contains(path) == true)
        #expect(throws: StorageFailure.self) { try StoreInspection(scratch.url.path) }
        #expect(try files() == before)
    }

    @Test(arguments: [1, 99, 100, 4096, 20_000])
    func `a state that was cut off is refused by name, unchanged`(size: Int) async throws {
        let path = scratch.file("state.db")
        await (try StateStore(path: path)).close()
        #expect(truncate(path, off_t(size)) == 0)
        let before = try files()
        let failure = #expect(throws: StorageFailure.self) { try StateStore(path: path) }
        guard case .damaged(let text)? = failure else {
            Issue.record("expected damage, not \(String(describing: failure))")
            return
        }
        #expect(text.contains(path) && text.contains("cut off"))
        #expect(try files() == before)
    }

    @Test func `a state of an earlier version is upgraded and then states its format`() async throws {
        let path = scratch.file("state.db")
        await (try StateStore(path: path)).close()
        try edit(
            path,
            "PRAGMA user_version = 0; DROP TABLE store; DELETE FROM grdb_migrations WHERE identifier = 'store identity'"
        )
        await (try StateStore(path: path)).close()
        let file = try DatabaseQueue(path: path)
        #expect(try await file.read { try Migrations.format(of: Transaction($0)) } == StateSchema.migrations.count)
        #expect(try await file.read { try StoreIdentity.read(Transaction($0)) } != nil)
        try file.close()
    }

    @Test func `another file in the ballast's place is refused by name`() throws {
        try Data("somebody's notes".utf8).write(to: URL(filePath: scratch.file("ballast")))
        let failure = #expect(throws: StorageFailure.self) { try StoreInspection(scratch.url.path) }
        #expect(failure?.description.contains(scratch.file("ballast")) == true)
    }

    @Test(arguments: ["notes", "\u{47}\u{48}\u{6C}\u{67}\u{0}\u{0}\u{0}\u{9}"])
    func `another file in the ledger's place is refused by name`(start: String) throws {
        let text = start + String(repeating: "x", count: 100)
        try Data(text.utf8).write(to: URL(filePath: scratch.file("ledger")))
        let failure = #expect(throws: StorageFailure.self) { try StoreInspection(scratch.url.path) }
        #expect(failure?.description.contains(scratch.file("ledger")) == true)
    }

    // MARK: - Fixtures

    private func edit(_ path: String, _ sql: String) throws {
        let file = try DatabaseQueue(path: path)
        try file.writeWithoutTransaction { try $0.execute(sql: sql) }
        try file.close()
    }

    /// Every file with its content.
    private func files() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: scratch.url.path) {
            let url = scratch.url.appending(path: name)
            if let data = try? Data(contentsOf: url) { found[name] = data }
        }
        return found
    }
}
