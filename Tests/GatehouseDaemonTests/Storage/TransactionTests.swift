import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization
import Testing

@testable import GatehouseDaemon

@Suite struct `A transaction of the state store` {
    private let state: TemporaryState

    init() throws { state = try TemporaryState() }

    private func write<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value
    {
        try await state.store.write { transaction in
            try transaction.execute("CREATE TABLE IF NOT EXISTS t (a, b)")
            return try body(transaction)
        }
    }

    @Test(arguments: [
        StoredValue.null, .int64(.min), .int64(0), .int64(.max), .double(0.5), .text(""), .text("\u{2400} Łódź"),
        .blob(Data()), .blob(Data([0, 1, 0])),
    ])
    func `a value comes back as it was given`(value: StoredValue) async throws {
        let found = try await write { transaction in
            try transaction.execute("INSERT INTO t (a) VALUES (?)", [value])
            return try transaction.first("SELECT a FROM t") { row -> StoredValue in
                switch value {
                case .null: (try row[0] as Int64?).map(StoredValue.int64) ?? .null
                case .int64: .int64(try row[0])
                case .double: .double(try row[0])
                case .text: .text(try row[0])
                case .blob: .blob(try row[0])
                }
            }
        }
        #expect(found == value)
    }

    @Test func `texts that differ only after a null character stay different`() async throws {
        let found = try await write { transaction in
            try transaction.execute("INSERT INTO t (a) VALUES (?), (?)", ["x\u{0}1", "x\u{0}2"])
            return try transaction.column("SELECT a FROM t WHERE a = ?", ["x\u{0}2"]) as [String]
        }
        #expect(found == ["x\u{2400}2"])
    }

    @Test(arguments: ["1", "'text'", "1.5", "x'00'", "NULL"])
    func `a column of another kind is an error and not a crash`(literal: String) async throws {
        let wrong = try await write { transaction in
            try transaction.first("SELECT \(literal)") { row in
                [
                    literal == "1" || (try? row[0] as Int64) == nil,
                    literal == "1" || (try? row[0] as Bool) == nil,
                    ["1", "1.5"].contains(literal) || (try? row[0] as Double) == nil,
                    literal == "'text'" || (try? row[0] as String) == nil,
                    literal == "x'00'" || (try? row[0] as Data) == nil,
                ]
            }
        }
        #expect(wrong == Array(repeating: true, count: 5))
    }

    @Test(arguments: [-1, 1, .max, .min])
    func `a column that is not there is an error and not a crash`(index: Int) async throws {
        await #expect(throws: WrongColumn.self) {
            try await write { transaction in try transaction.first("SELECT 1") { row in try row[index] as Int64 } }
        }
    }

    @Test func `an error names the column and the remedy`() async throws {
        let error = await #expect(throws: WrongColumn.self) {
            try await write { transaction in try transaction.value("SELECT 'x' AS expires") as Int64? }
        }
        #expect(error?.description.contains("column expires holds no whole number; restore") == true)
    }

    @Test func `a column of another kind is answered as a failure of the storage`() async throws {
        let error = await #expect(throws: WrongColumn.self) {
            try await write { transaction -> Int64? in try transaction.value("SELECT 'seven' AS lucky") }
        }
        let problem = Problem(answering: try #require(error))
        #expect(problem.kind == .storageFailed)
        #expect(problem.detail.contains("lucky"))
    }

    @Test func `the same statement can be read inside its own rows`() async throws {
        let pairs = try await write { transaction in
            try transaction.execute("INSERT INTO t (a) VALUES (1), (2)")
            var pairs: [[Int]] = []
            try transaction.forEach("SELECT a FROM t ORDER BY a") { outer in
                let first: Int = try outer[0]
                try transaction.forEach("SELECT a FROM t ORDER BY a") { inner in pairs.append([first, try inner[0]]) }
            }
            return pairs
        }
        #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
    }

    @Test func `an inserted row's number is returned`() async throws {
        let numbers = try await write { transaction in
            try transaction.execute("CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE) STRICT")
            return try ["a", "b"].map { try transaction.inserted("INSERT INTO n (a) VALUES (?) RETURNING id", [$0]) }
        }
        #expect(numbers == [1, 2])
    }

    @Test func `too few or too many values are an error`() async throws {
        for values: StoredValues in [[], [1, 2]] {
            await #expect(throws: (any Error).self) {
                try await write { try $0.execute("INSERT INTO t (a) VALUES (?)", values) }
            }
        }
    }

    @Test func `a change that fails leaves nothing and the next one works`() async throws {
        await #expect(throws: StateError.self) {
            try await write { transaction in
                try transaction.execute("INSERT INTO t (a) VALUES (1)")
                throw StateError.invalid("no")
            }
        }
        #expect(try await write { try $0.value("SELECT count(*) FROM t") } == 0)
    }

    private func event(_ list: String) -> Event.Body { .list(ListSummary(name: list, effect: .deny, entries: 0)) }

    @Test func `events are published in order once they are committed`() async throws {
        try await write { [event] transaction in
            for name in ["a", "b"] { transaction.publish(event(name)) }
        }
        try await write { [event] in $0.publish(event("c")) }
        #expect(state.events.lists.map(\.name) == ["a", "b", "c"])
    }

    @Test func `events are published after the change is effective in memory and before its caller goes on`()
        async throws
    {
        let before = Mutex<Int?>(nil)
        try await state.store.write { [event] in
            $0.publish(event("a"))
        } published: { [events = state.events] in
            before.withLock { $0 = events.lists.count }
        }
        #expect(before.withLock(\.self) == 0)
        #expect(state.events.lists.count == 1)
    }

    @Test func `a change that fails publishes nothing`() async throws {
        await #expect(throws: StateError.self) {
            try await write { [event] transaction in
                transaction.publish(event("a"))
                throw StateError.invalid("no")
            }
        }
        try await write { [event] in $0.publish(event("b")) }
        #expect(state.events.lists.map(\.name) == ["b"])
    }
}
