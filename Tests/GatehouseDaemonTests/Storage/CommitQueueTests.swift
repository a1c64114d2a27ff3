import Dispatch
import Foundation
import GRDB
import Synchronization
import Testing

@testable import GatehouseDaemon

@Suite struct `The commit queue` {
    private let scratch = Scratch()

    @Test func `writes everything that waits in one transaction`() async throws {
        let commits = Atomic<Int>(0)
        let queue = try queue(hooks: CommitHooks(didCommit: { commits.add(1, ordering: .relaxed) }))
        let gate = try blocked(queue)
        let all = Collected<Int>(100)
        for number in 1...100 {
            try queue.submit({ try insert(number, $0) }, completion: { all.add($0.map { number }) })
        }
        gate.signal()
        #expect(await all.values().compactMap { try? $0.get() } == Array(1...100))
        #expect(commits.load(ordering: .relaxed) == 2)
        await queue.close()
    }

    @Test func `a completion comes when others can see the result`() async throws {
        let queue = try queue()
        let store = queue.store
        let seen = Collected<Int>(1)
        try queue.submit({ try insert(7, $0) }) { _ in
            seen.add(Result { try store.pool.read { try Int.fetchOne($0, sql: "SELECT n FROM t") ?? 0 } })
        }
        #expect(try await seen.values().first?.get() == 7)
        await queue.close()
    }

    @Test(arguments: [false, true])
    func `work that throws does not affect other work`(isPlain: Bool) async throws {
        let queue = try queue()
        let gate = try blocked(queue)
        let all = Collected<Int>(3)
        for number in 1...3 {
            try queue.submit(isPlain: isPlain) { db in
                try insert(number, db)
                if number == 2 { throw Refusal() }
                return number
            } completion: {
                all.add($0)
            }
        }
        gate.signal()
        let results = await all.values()
        #expect(results.map { (try? $0.get()) ?? 0 } == [1, 0, 3])
        #expect(try await numbers(queue) == [1, 3])
        await queue.close()
    }

    @Test func `a violated constraint is an error of the work and not of the storage`() async throws {
        let queue = try queue()
        try await queue.run { try insert(1, $0) }
        await #expect(throws: DatabaseError.self) { try await queue.run { try insert(1, $0) } }
        #expect(queue.failure == nil)
        await queue.close()
    }

    @Test func `work beyond the limit is refused at once`() async throws {
        var limits = CommitQueue.Limits()
        limits.waiting = 2
        let queue = try queue(limits: limits)
        let gate = try blocked(queue)
        let all = Collected<Int>(2)
        for number in 1...2 { try queue.submit({ try insert(number, $0) }, completion: { all.add($0.map { number }) }) }
        #expect(throws: Overloaded(waiting: 2, isClosing: false)) {
            try queue.submit({ try insert(3, $0) }, completion: { _ in })
        }
        gate.signal()
        #expect(await all.values().count == 2)
        await queue.close()
    }

    @Test func `closing writes what waits and takes no more`() async throws {
        let queue = try queue()
        let gate = try blocked(queue)
        let all = Collected<Int>(10)
        for number in 1...10 {
            try queue.submit({ try insert(number, $0) }, completion: { all.add($0.map { number }) })
        }
        gate.signal()
        await queue.close()
        #expect(await all.values().allSatisfy { (try? $0.get()) != nil })
        await #expect(throws: Overloaded(waiting: 0, isClosing: true)) { try await queue.run { try insert(11, $0) } }
        let file = try DatabaseQueue(path: scratch.file("t.db"))
        #expect(try await file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 10)
    }

    @Test func `a full disk fails the whole batch, is reported once, and needs no restart`() async throws {
        let told = Told()
        let queue = try queue(hooks: CommitHooks(healthChanged: { told.add($0) }))
        try await queue.run { try insert(1, $0) }
        try await queue.run { try $0.execute(sql: "PRAGMA max_page_count = 12") }
        let gate = try blocked(queue)
        let all = Collected<Int>(20)
        for number in 2...21 {
            try queue.submit(isPlain: true) { db in
                try insert(number, text: String(repeating: "x", count: 4000), db)
                return number
            } completion: {
                all.add($0)
            }
        }
        gate.signal()
        for result in await all.values() {
            #expect(throws: StorageFailure.self) { try result.get() }
        }
        #expect(try await queue.store.read { try Int.fetchAll($0, sql: "SELECT n FROM t") } == [1])
        guard case .full? = queue.failure else {
            Issue.record("expected a full disk, not \(String(describing: queue.failure))")
            return
        }
        try await queue.run { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try await queue.run { try insert(2, $0) }
        #expect(queue.failure == nil)
        #expect(told.all.count == 2)
        await queue.close()
    }

    @Test func `a full disk fails no work if the reserve makes room`() async throws {
        let told = Told()
        let asked = Atomic<Int>(0)
        let hooks = CommitHooks(
            makeRoom: {
                asked.add(1, ordering: .relaxed)
                return true
            },
            healthChanged: { told.add($0) }
        )
        let queue = try queue(hooks: hooks)
        let isFirst = Atomic<Bool>(true)
        try await queue.run { db in
            try insert(1, db)
            if isFirst.exchange(false, ordering: .relaxed) { throw StorageFailure.full("as if") }
        }
        #expect(try await numbers(queue) == [1])
        #expect(asked.load(ordering: .relaxed) == 1)
        #expect(told.all.isEmpty)
        await queue.close()
    }

    @Test func `continues in another file between two batches`() async throws {
        let queue = try queue()
        try await queue.run { try insert(1, $0) }
        let next = try store("next.db")
        let former = try await queue.redirect(to: next)
        try await queue.run { try insert(2, $0) }
        #expect(try await former.read { try Int.fetchAll($0, sql: "SELECT n FROM t") } == [1])
        #expect(try await next.read { try Int.fetchAll($0, sql: "SELECT n FROM t") } == [2])
        try former.close()
        await queue.close()
    }

    @Test func `a damaged file is replaced and its batch runs again`() async throws {
        let next = try store("next.db")
        let queue = try queue(hooks: CommitHooks(damaged: { _ in next }))
        let isFirst = Atomic<Bool>(true)
        try await queue.run { db in
            try insert(1, db)
            if isFirst.exchange(false, ordering: .relaxed) { throw StorageFailure.damaged("as if") }
        }
        #expect(try await next.read { try Int.fetchAll($0, sql: "SELECT n FROM t") } == [1])
        await queue.close()
    }

    @Test func `nothing is written any more once a sync has failed`() async throws {
        let queue = try queue()
        await #expect(throws: StorageFailure.syncFailed("as if")) {
            try await queue.run { _ in throw StorageFailure.syncFailed("as if") }
        }
        await #expect(throws: StorageFailure.syncFailed("as if")) { try await queue.run { try insert(1, $0) } }
        await queue.close()
    }

    @Test func `another program's database is left alone`() throws {
        let other = try DatabaseQueue(path: scratch.file("other.db"))
        try other.write { try $0.execute(sql: "CREATE TABLE a (b); PRAGMA application_id = 99") }
        try other.close()
        #expect(throws: StorageFailure.self) { try store("other.db") }
    }

    @Test func `a file that is not a database is reported as damaged`() throws {
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: scratch.file("junk.db")))
        let failure = #expect(throws: StorageFailure.self) { try store("junk.db") }
        guard case .damaged? = failure else {
            Issue.record("expected damage, not \(String(describing: failure))")
            return
        }
    }

    @Test func `a missing directory is reported with its remedy`() throws {
        let failure = #expect(throws: StorageFailure.self) {
            try SQLiteStore(path: scratch.file("no/such/t.db"), durability: .full, applicationID: 7)
        }
        #expect(failure?.description.contains("check owner and permissions") == true)
    }

    // MARK: - Fixtures

    private struct Refusal: Error {}

    private func store(_ name: String) throws -> SQLiteStore {
        try SQLiteStore(path: scratch.file(name), durability: .full, applicationID: 7) { db in
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, text TEXT)")
        }
    }

    private func queue(
        limits: CommitQueue.Limits = .init(),
        hooks: CommitHooks = CommitHooks()
    ) throws -> CommitQueue {
        CommitQueue(try store("t.db"), name: "test", limits: limits, hooks: hooks)
    }

    private func numbers(_ queue: CommitQueue) async throws -> [Int] {
        try await queue.store.read { try Int.fetchAll($0, sql: "SELECT n FROM t ORDER BY n") }
    }

    /// Makes the writer wait, so that work submitted meanwhile shares one batch.
    private func blocked(_ queue: CommitQueue) throws -> DispatchSemaphore {
        let gate = DispatchSemaphore(value: 0)
        let entered = DispatchSemaphore(value: 0)
        try queue.submit { _ in
            entered.signal()
            gate.wait()
        } completion: { _ in
        }
        entered.wait()
        return gate
    }
}

private func insert(_ number: Int, text: String = "", _ db: Database) throws {
    try db.execute(sql: "INSERT INTO t (n, text) VALUES (?, ?)", arguments: [number, text])
}

/// Collects the results of completions and waits for all of them.
private final class Collected<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Result<Value, any Error>>
    private let continuation: AsyncStream<Result<Value, any Error>>.Continuation
    private let count: Int

    init(_ count: Int) {
        self.count = count
        (stream, continuation) = AsyncStream.makeStream()
    }

    func add(_ result: Result<Value, any Error>) { continuation.yield(result) }

    func values() async -> [Result<Value, any Error>] {
        var all: [Result<Value, any Error>] = []
        for await result in stream {
            all.append(result)
            if all.count == count { break }
        }
        return all
    }
}

private final class Told: Sendable {
    private let failures = Mutex<[StorageFailure?]>([])
    var all: [StorageFailure?] { failures.withLock { $0 } }
    func add(_ failure: StorageFailure?) { failures.withLock { $0.append(failure) } }
}
