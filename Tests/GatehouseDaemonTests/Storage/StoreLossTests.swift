import Foundation
import GRDB
import GatehouseModel
import Logging
import Testing

@testable import GatehouseDaemon

/// The next start notices what is missing from the stores, and nothing else.
@Suite struct `Lost files` {
    private let scratch = Scratch()

    /// Damage to a killed daemon's directory, and a word that the alarm must have.
    struct Mishap: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var word: String
        var work: @Sendable (_ directory: String, _ older: String) throws -> Void
    }

    static let mishaps = [
        Mishap(testDescription: "state.db gone", word: "state.db is missing") { now, _ in
            try remove(now, "state.db", "state.db-wal")
        },
        Mishap(testDescription: "state.db and its log gone, and the ledger", word: "state.db is missing") { now, _ in
            try remove(now, "state.db", "state.db-wal", "ledger")
        },
        Mishap(testDescription: "state.db empty", word: "state.db is empty") { now, _ in
            try remove(now, "state.db-wal")
            try Data().write(to: URL(filePath: now + "/state.db"))
        },
        Mishap(testDescription: "the state's log gone", word: "state.db-wal is missing") { now, _ in
            try remove(now, "state.db-wal")
        },
        Mishap(testDescription: "the state's log emptied", word: "state.db-wal is missing") { now, _ in
            try Data().write(to: URL(filePath: now + "/state.db-wal"))
        },
        Mishap(testDescription: "the journal's log gone", word: "000003.db-wal is missing") { now, _ in
            try remove(now, "journal/000003.db-wal")
        },
        Mishap(testDescription: "both logs gone", word: "wal is missing") { now, _ in
            try remove(now, "journal/000003.db-wal", "state.db-wal")
        },
        Mishap(testDescription: "the first segment gone", word: "000001.db is missing") { now, _ in
            try remove(now, "journal/000001.db")
        },
        Mishap(testDescription: "a segment in the middle gone", word: "000002.db is missing") { now, _ in
            try remove(now, "journal/000002.db")
        },
        Mishap(testDescription: "the last segment gone", word: "000003.db is missing") { now, _ in
            try remove(now, "journal/000003.db", "journal/000003.db-wal")
        },
        Mishap(testDescription: "the whole journal gone", word: "000001.db is missing") { now, _ in
            try remove(now, "journal")
        },
        Mishap(testDescription: "the whole journal gone, and the ledger", word: "are missing at the end") { now, _ in
            try remove(now, "journal", "ledger")
        },
        Mishap(testDescription: "a segment garbled", word: "000002.db cannot be read") { now, _ in
            try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: now + "/journal/000002.db"))
        },
        Mishap(testDescription: "a segment cut off", word: "000002.db cannot be read") { now, _ in
            guard truncate(now + "/journal/000002.db", 5000) == 0 else { throw CocoaError(.fileWriteUnknown) }
        },
        Mishap(testDescription: "a segment emptied", word: "000001.db is not the newest") { now, _ in
            try Data().write(to: URL(filePath: now + "/journal/000001.db"))
        },
        Mishap(testDescription: "an older state", word: "state.db is not the newest") { now, older in
            try restore(now, older, "state.db", "state.db-wal")
        },
        Mishap(testDescription: "an older state, and no ledger", word: "state.db is not the newest") { now, older in
            try restore(now, older, "state.db", "state.db-wal")
            try remove(now, "ledger")
        },
        Mishap(testDescription: "an older journal", word: "is missing") { now, older in
            try restore(now, older, "journal")
        },
        Mishap(testDescription: "an older journal, and no ledger", word: "are missing at the end") { now, older in
            try restore(now, older, "journal")
            try remove(now, "ledger")
        },
        Mishap(testDescription: "a table's rows gone", word: "tables/rows.csv is missing") { now, _ in
            try remove(now, "tables")
        },
    ]

    @Test(arguments: mishaps)
    func `lost files raise an alarm with their names, and the start is refused until the loss is accepted`(
        mishap: Mishap
    ) async throws {
        let (now, older) = try await killedStores()
        #expect(try StoreInspection(now).losses == [])
        try mishap.work(now, older)
        let inspection = try StoreInspection(now)
        #expect(inspection.losses.contains { $0.contains(mishap.word) }, "\(inspection.losses)")
        #expect(inspection.problem.contains("--accept-loss"))
        // A loss that was accepted once causes no further alarm.
        let stores = try SomeStores(now, accepting: inspection)
        try await stores.work(1)
        await stores.close()
        #expect(try StoreInspection(now).losses == [])
    }

    @Test(arguments: GatehouseDaemon.Durability.allCases)
    func `no file counts as lost after a kill at any moment`(durability: GatehouseDaemon.Durability) async throws {
        let stores = try SomeStores(scratch.file("live"), durability: durability)
        for step in 0..<12 {
            try await stores.work(3)
            if step % 4 == 3 { try await stores.journal.rotate() }
            if step % 3 == 0 { stores.keeper.write(stores.journal) }
            let copy = scratch.file("kill-\(step)")
            try FileManager.default.copyItem(atPath: scratch.file("live"), toPath: copy)
            #expect(try StoreInspection(copy).losses == [], "step \(step)")
        }
        await stores.close()
        #expect(try StoreInspection(scratch.file("live")).losses == [])
    }

    @Test func `files that retention removed do not count as lost`() async throws {
        let stores = try SomeStores(scratch.file("live"))
        for _ in 0..<3 {
            try await stores.work(5)
            try await stores.journal.rotate()
        }
        let later = Timestamp.now + .seconds(400 * 86_400)
        try await stores.journal.applyRetention(at: later)
        #expect(stores.journal.chain.count == 1)
        let copy = scratch.file("killed")
        try FileManager.default.copyItem(atPath: scratch.file("live"), toPath: copy)
        #expect(try StoreInspection(copy).losses == [])
        await stores.close()
        #expect(try StoreInspection(scratch.file("live")).losses == [])
        let again = try SomeStores(scratch.file("live"))
        #expect(again.journal.counters(at: later).callsTotal == 15)
        await again.close()
    }

    @Test func `no file counts as lost at the first start or after an upgrade`() async throws {
        #expect(try StoreInspection(scratch.file("nothing")).losses == [])
        let path = scratch.file("live")
        let stores = try SomeStores(path)
        try await stores.work(5)
        try await stores.journal.rotate()
        try await stores.work(5)
        await stores.close()
        try FileManager.default.removeItem(atPath: path + "/ledger")
        try edit(
            path + "/state.db",
            "DROP TABLE store; DELETE FROM grdb_migrations WHERE identifier = 'store identity'"
        )
        for name in ["000001.db", "000002.db"] {
            try edit(path + "/journal/" + name, "DELETE FROM fact WHERE key IN ('store', 'commits')")
        }
        #expect(try StoreInspection(path).losses == [])
        let again = try SomeStores(path)
        try await again.work(1)
        await again.close()
        #expect(try StoreInspection(path).losses == [])
    }

    @Test func `files of another store are not mistaken for ours`() async throws {
        for name in ["one", "two"] {
            let stores = try SomeStores(scratch.file(name))
            try await stores.work(3)
            await stores.close()
        }
        try FileManager.default.removeItem(atPath: scratch.file("one/state.db"))
        try FileManager.default.copyItem(atPath: scratch.file("two/state.db"), toPath: scratch.file("one/state.db"))
        #expect(try StoreInspection(scratch.file("one")).losses.contains { $0.contains("another store") })
    }

    @Test func `the call numbers of lost files are not given to new calls`() async throws {
        let (now, _) = try await killedStores()
        try Self.remove(now, "journal")
        let stores = try SomeStores(now, accepting: try StoreInspection(now))
        let sequence = try await stores.journal.append(SomeCalls.entry(1))
        #expect(sequence == 10)
        await stores.close()
    }

    @Test func `lost files are found by the previous record if the last write of the ledger was incomplete`() throws {
        let path = scratch.file("ledger")
        let ledger = try Ledger(path: path)
        var record = LedgerRecord(store: "s", commits: 1, last: 1, segments: [], logs: [])
        try ledger.write(record)
        record.commits = 2
        try ledger.write(record)
        #expect(try Ledger.read(path)?.commits == 2)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: 60)
        try handle.write(contentsOf: Data([0xFF]))
        try handle.close()
        #expect(try Ledger.read(path)?.commits == 1)
        #expect(try Ledger.read(scratch.file("none")) == nil)
    }

    // MARK: - Fixtures

    /// The directory of a daemon that was killed with three segments of three calls each, and an older copy of it.
    private func killedStores() async throws -> (now: String, older: String) {
        // Closing moves the schema from the log into the file, as the writer may do at any time.
        await (try SomeStores(scratch.file("live"))).close()
        let stores = try SomeStores(scratch.file("live"))
        try await stores.work(3)
        try await stores.nameTable("rows.csv")
        let (older, now) = (scratch.file("older"), scratch.file("now"))
        try FileManager.default.copyItem(atPath: scratch.file("live"), toPath: older)
        for _ in 0..<2 {
            try await stores.journal.rotate()
            try await stores.work(3)
        }
        stores.keeper.write(stores.journal)
        try FileManager.default.copyItem(atPath: scratch.file("live"), toPath: now)
        await stores.close()
        return (now, older)
    }

    private func edit(_ path: String, _ sql: String) throws {
        let file = try DatabaseQueue(path: path)
        try file.writeWithoutTransaction { try $0.execute(sql: sql) }
        try file.close()
    }

    private static func remove(_ directory: String, _ names: String...) throws {
        for name in names { try FileManager.default.removeItem(atPath: directory + "/" + name) }
    }

    private static func restore(_ directory: String, _ older: String, _ names: String...) throws {
        for name in names {
            try FileManager.default.removeItem(atPath: directory + "/" + name)
            try FileManager.default.copyItem(atPath: older + "/" + name, toPath: directory + "/" + name)
        }
    }
}

/// State, journal and ledger, opened as the daemon does.
private struct SomeStores {
    let directory: StateDirectory
    let state: StateStore
    let journal: Journal
    let keeper: StoreKeeper

    init(_ path: String, durability: GatehouseDaemon.Durability = .full, accepting: StoreInspection? = nil) throws {
        directory = try StateDirectory(path: path)
        let inspection = try accepting ?? StoreInspection(path)
        state = try StateStore(
            path: directory.stateFile,
            durability: durability,
            hooks: CommitHooks(),
            opening: { try accepting?.accept($0) }
        )
        state.witness.last = inspection.lastCall
        var options = Journal.Options(durability: durability)
        options.witness = state.witness
        journal = try Journal(at: directory.journal, options: options)
        keeper = StoreKeeper(
            directory,
            durability: durability,
            store: state,
            known: accepting == nil ? inspection.ledger?.segments ?? [] : [],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        keeper.write(journal)
        journal.tell(keeper)
    }

    /// Makes calls and changes, one after the other.
    func work(_ count: Int) async throws {
        for number in 1...count {
            try await state.write { try $0.execute("UPDATE audit_head SET one = 1") }
            try await journal.append(SomeCalls.entry(number))
        }
        try await state.write { try $0.execute("UPDATE audit_head SET one = 1") }
    }

    func nameTable(_ file: String) async throws {
        try FileManager.default.createDirectory(atPath: directory.tables, withIntermediateDirectories: true)
        try Data("a,b\r\n".utf8).write(to: URL(filePath: directory.tables + "/" + file))
        try await state.write { db in
            try db.execute(
                "INSERT INTO reference_table (name, state, file, digest, revision, source, updated)"
                    + " VALUES ('t', 'live', ?, x'00', 1, 's', 0)",
                [file]
            )
        }
    }

    func close() async {
        keeper.stop(journal)
        await journal.close()
        await state.close()
        directory.release()
    }
}
