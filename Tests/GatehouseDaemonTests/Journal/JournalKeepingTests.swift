import ControlProtocol
import Foundation
import GRDB
import GatehouseModel
import Synchronization
import Testing

@testable import GatehouseDaemon

@Suite struct `Keeping the journal` {
    private let scratch = Scratch()
    private let day = Duration.seconds(86_400)

    @Test func `a new day begins a new segment`() async throws {
        let journal = try journal()
        try await journal.append(SomeCalls.entry(1))
        try await journal.rotateIfDue(at: SomeCalls.start + .seconds(10))
        #expect(journal.shelf.all.count == 1)
        try await journal.rotateIfDue(at: SomeCalls.start + day)
        #expect(journal.shelf.all.count == 2)
        try await journal.rotateIfDue(at: SomeCalls.start + day * 2)
        #expect(journal.shelf.all.count == 2)
        await journal.close()
    }

    @Test func `calls are written while a new segment begins`() async throws {
        let journal = try journal()
        try await withThrowingTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 1...50 { try await journal.append(SomeCalls.entry(writer * 50 + number)) }
                }
            }
            for _ in 0..<5 { try await journal.rotate() }
            try await group.waitForAll()
        }
        let found = Set(try await journal.every().map(\.id))
        #expect(found.count == 200)
        #expect(journal.counters(at: SomeCalls.start).callsKept == 200)
        await journal.close()
    }

    @Test func `segments of the previous format can be read and written to`() async throws {
        let first = try journal()
        try await first.append(all: (1...20).map { SomeCalls.entry($0) })
        try await first.rotate()
        try await first.append(all: (21...40).map { SomeCalls.entry($0) })
        let paths = first.shelf.all.map(\.segment.path)
        await first.close()
        for path in paths {
            let file = try DatabaseQueue(path: path)
            try await file.write { db in
                try db.execute(sql: "ALTER TABLE call DROP COLUMN matched; PRAGMA user_version = 1")
            }
            try file.close()
        }
        let journal = try journal()
        try await journal.append(SomeCalls.entry(44))
        let found = try await journal.every()
        #expect(found.map(\.id) == ([44] + (1...40).reversed()).map { SomeCalls.call($0).id })
        #expect(found.first?.matched == SomeCalls.call(44).matched)
        // For calls in the old format, only the rule that decided is known.
        let filter = try Query("matched:*", for: CallSummary.self, now: SomeCalls.start + .seconds(100))
        let matched = try await journal.every(matching: filter)
        #expect(matched == found.filter(filter.matches))
        #expect(matched.dropFirst().allSatisfy { $0.decidedBy == .rule("postal code") })
        try await journal.applyRetention(at: SomeCalls.start + day * 8)
        #expect(try await journal.every().count == 41)
        await journal.close()
    }

    @Test func `calls past retention are removed with their file`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        try await journal.rotate()
        try await journal.append(SomeCalls.entry(1, from: SomeCalls.start + day * 31))
        try await journal.applyRetention(at: SomeCalls.start + day * 31)
        #expect(try await journal.every().count == 1)
        #expect(try files() == ["000002.db"])
        #expect(journal.counters(at: SomeCalls.start + day * 31).callsKept == 1)
        await journal.close()
    }

    @Test func `calls beyond the maximum number are removed, oldest first`() async throws {
        let journal = try journal(.init(mostCalls: 25))
        for part in 0..<4 {
            try await journal.append(all: (1...10).map { SomeCalls.entry(part * 10 + $0) })
            try await journal.rotate()
        }
        try await journal.applyRetention(at: SomeCalls.start)
        #expect(try await journal.every().last == SomeCalls.call(11))
        #expect(journal.counters(at: SomeCalls.start).callsKept == 30)
        await journal.close()
    }

    @Test func `bodies past their retention are wiped from the file, and the rest stays`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        try await journal.rotate()
        let later = SomeCalls.start + day * 8
        try await journal.append(SomeCalls.entry(1, from: later))
        let id = SomeCalls.call(20).id.description
        try await journal.applyRetention(at: later)
        #expect(try files() == ["000001.slim.db", "000002.db"])
        let bytes = try Data(contentsOf: URL(filePath: scratch.file("journal/000001.slim.db")))
        #expect(bytes.firstRange(of: Data("request 20".utf8)) == nil)
        let detail = try #require(try await journal.call(id, at: later))
        #expect(detail.trace == SomeCalls.entry(20).trace)
        #expect(!detail.bodiesKept)
        #expect(try await journal.bodies(id, at: later) == nil)
        await journal.close()
        let again = try Journal(at: scratch.file("journal"))
        #expect(again.counters(at: later).callsKept == 21)
        #expect(try await again.call(id, at: later)?.call == SomeCalls.call(20))
        await again.close()
    }

    @Test func `bodies past their retention are not shown even before they are wiped`() async throws {
        let journal = try journal()
        try await journal.append(SomeCalls.entry(1))
        let id = SomeCalls.call(1).id.description
        let later = SomeCalls.start + day * 8
        #expect(try await journal.bodies(id, at: later) == nil)
        #expect(try await journal.call(id, at: later)?.bodiesKept == false)
        await journal.close()
    }

    @Test func `leftovers of an interrupted wiping are cleared away`() async throws {
        let journal = try journal()
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        try await journal.rotate()
        await journal.close()
        let directory = scratch.file("journal")
        try Data().write(to: URL(filePath: directory + "/000001.slim.db.new"))
        let again = try Journal(at: directory)
        #expect(try await again.every().count == 20)
        #expect(try files() == ["000001.db", "000002.db"])
        await again.close()
    }

    @Test(arguments: ["000001.db", "000002.db"])
    func `a damaged segment is set aside with an alarm, and the journal continues`(file: String) async throws {
        let journal = try journal()
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        try await journal.rotate()
        try await journal.append(all: (21...30).map { SomeCalls.entry($0) })
        await journal.close()
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: scratch.file("journal/" + file)))
        let alarms = Alarms()
        let again = try Journal(at: scratch.file("journal"), options: .init(alarm: { alarms.add($0) }))
        try await again.append(SomeCalls.entry(31))
        #expect(try await again.every().first == SomeCalls.call(31))
        #expect(try await again.every().count == (file == "000001.db" ? 11 : 21))
        #expect(alarms.all.count == 1)
        #expect(try files().contains(file + ".damaged"))
        await again.close()
    }

    @Test func `a segment that is found damaged during a write is replaced and no call is lost`() async throws {
        let alarms = Alarms()
        let journal = try Journal(at: scratch.file("journal"), options: .init(alarm: { alarms.add($0) }))
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        let store = try #require(journal.shelf.newest?.segment.store)
        // Overwrites the table's root page without SQLite, and empties its cache.
        _ = try await store.pool.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
        let handle = try FileHandle(forWritingTo: URL(filePath: store.path))
        for page in 1..<8 {
            try handle.seek(toOffset: UInt64(page * 4096))
            try handle.write(contentsOf: Data(repeating: 0xFF, count: 4096))
        }
        try handle.close()
        try await store.pool.writeWithoutTransaction { db in db.releaseMemory() }
        try await journal.append(SomeCalls.entry(21))
        #expect(try await journal.every() == [SomeCalls.call(21)])
        #expect(alarms.all.count == 1)
        #expect(try files() == ["000001.db.damaged", "000002.db"])
        await journal.close()
    }

    @Test func `an old segment that is found damaged is left out of reads`() async throws {
        let alarms = Alarms()
        let journal = try Journal(at: scratch.file("journal"), options: .init(alarm: { alarms.add($0) }))
        try await journal.append(all: (1...20).map { SomeCalls.entry($0) })
        try await journal.rotate()
        try await journal.append(all: (21...30).map { SomeCalls.entry($0) })
        try Data(repeating: 0x41, count: 60_000).write(to: URL(filePath: scratch.file("journal/000001.db")))
        #expect(try await journal.every().count == 10)
        #expect(try await journal.every().count == 10)
        #expect(alarms.all.count == 1)
        await journal.close()
    }

    @Test func `a full disk is reported to the caller, and reading still works`() async throws {
        let alarms = Alarms()
        let journal = try Journal(at: scratch.file("journal"), options: .init(alarm: { alarms.add($0) }))
        try await journal.append(SomeCalls.entry(1))
        let store = try #require(journal.shelf.newest?.segment.store)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        var failure: StorageFailure?
        for number in 2...50 where failure == nil {
            do { try await journal.append(SomeCalls.entry(number)) } catch let error as StorageFailure {
                failure = error
            }
        }
        guard case .full? = failure else {
            Issue.record("expected a full disk, not \(String(describing: failure))")
            return
        }
        let kept = try await journal.every().count
        #expect(kept >= 1)
        #expect(journal.counters(at: SomeCalls.start).callsKept == kept)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try await journal.append(SomeCalls.entry(51))
        #expect(try await journal.every().count == kept + 1)
        #expect(alarms.all.count == 2)
        await journal.close()
    }

    // MARK: - Fixtures

    private func journal(_ retention: Settings.Retention = .init()) throws -> Journal {
        try Journal(at: scratch.file("journal"), options: .init(retention: retention))
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.file("journal"))
            .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
    }
}

final class Alarms: Sendable {
    private let sentences = Mutex<[String]>([])
    var all: [String] { sentences.withLock { $0 } }
    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
}
