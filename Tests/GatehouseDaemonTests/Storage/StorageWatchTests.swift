import Foundation
import GRDB
import Logging
import Synchronization
import Testing

@testable import GatehouseDaemon

@Suite struct `The storage watch` {
    private let scratch = Scratch()
    private let stops = Counter()

    @Test func `a failed fsync ends the daemon once`() {
        let watch = watch()
        watch.note(.syncFailed("as if"))
        watch.note(.syncFailed("again"))
        #expect(stops.count == 1)
        #expect(watch.loss == .syncFailed("as if"))
    }

    @Test func `a full disk does not end the daemon`() {
        let watch = watch()
        watch.note(.full("as if"))
        #expect(stops.count == 0)
        #expect(watch.loss == nil)
    }

    @Test func `a reserve that is used up is reported`() {
        let watch = watch()
        #expect(watch.degraded.isEmpty)
        #expect(watch.makeRoom())
        #expect(watch.degraded.count == 1)
    }

    @Test func `an undamaged state is not reported`() async throws {
        let watch = watch()
        let state = try StateStore(path: scratch.file("state.db"))
        try await watch.inspect(state)
        #expect(watch.degraded.isEmpty)
        await state.close()
    }

    @Test func `a state with torn pages is reported`() async throws {
        let path = scratch.file("state.db")
        let first = try StateStore(path: path)
        try await first.write { db in
            for number in 0..<2000 {
                try db.execute(
                    "INSERT INTO list_batch (list, state, by_hand, source, updated) VALUES (?, 'x', 0, 'y', 0)",
                    [number]
                )
            }
        }
        await first.close()
        try tear(path, table: "list_batch")
        let watch = watch()
        let second = try StateStore(path: path)
        try await watch.inspect(second)
        #expect(watch.degraded.contains { $0.contains("damaged") })
        await second.close()
    }

    private func watch() -> StorageWatch {
        StorageWatch(
            ballast: Ballast(path: scratch.file("ballast"), size: 4096),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            stop: { [stops] in stops.add() }
        )
    }

    /// Overwrites the last page of a table with another of its pages, like a torn write.
    private func tear(_ path: String, table: String) throws {
        let queue = try DatabaseQueue(path: path)
        let pages = try queue.read {
            try Int.fetchAll($0, sql: "SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno", arguments: [table])
        }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        let source = try #require(pages.dropFirst().first)
        let target = try #require(pages.last)
        try file.seek(toOffset: UInt64(source - 1) * 4096)
        let page = try #require(try file.read(upToCount: 4096))
        try file.seek(toOffset: UInt64(target - 1) * 4096)
        try file.write(contentsOf: page)
    }
}

private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .relaxed) }
    func add() { value.add(1, ordering: .relaxed) }
}
