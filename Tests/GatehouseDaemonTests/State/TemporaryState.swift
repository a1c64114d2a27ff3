import Foundation
import GRDB
import GatehouseModel

@testable import GatehouseDaemon

/// A state store in its own directory, removed when the test releases it.
final class TemporaryState: Sendable {
    let directory: URL
    let store: StateStore

    /// The events that the store published.
    let events = PublishedEvents()

    init(hooks: CommitHooks = CommitHooks()) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "gatehouse-state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try StateStore(
            path: directory.appending(path: "state.db").path,
            durability: .relaxed,
            hooks: hooks,
            publish: events.note
        )
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Changes the file without the store.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: directory.appending(path: "state.db").path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// The number that a query finds in the file.
    func number(_ sql: String) throws -> Int? {
        let queue = try DatabaseQueue(path: directory.appending(path: "state.db").path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql) }
    }

    /// The same file, opened anew.
    func reopened() async throws -> StateStore {
        await store.close()
        return try StateStore(path: directory.appending(path: "state.db").path)
    }
}

extension Timestamp {
    /// 2026-11-23T12:00:00Z, the time at which these tests begin.
    static let noon = Timestamp(milliseconds: 1_795_435_200_000)
}

extension Actor {
    static let anna = Actor(uid: 1001, user: "anna", role: .approver)
    static let boris = Actor(uid: 1002, user: "boris", role: .approver)
    static let chief = Actor(uid: 1003, user: "chief", role: .admin)
}
