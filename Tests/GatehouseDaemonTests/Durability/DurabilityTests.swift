import Foundation
import GRDB
import TestSupport
import Testing

@testable import GatehouseDaemon

/// The number of power cuts and kills; `GATEHOUSE_CUTS` sets a higher one for a long run.
private let rounds = ProcessInfo.processInfo.environment["GATEHOUSE_CUTS"].flatMap(Int.init) ?? 20

@Suite(.serialized) struct `Durability` {
    private let scratch = Scratch()

    @Test func `full durability means synchronous=FULL on the connection that writes`() async throws {
        let store = try SQLiteStore(path: scratch.file("full.db"), durability: .full, applicationID: 1)
        let queue = CommitQueue(store, name: "test")
        let synchronous = try await queue.run { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(synchronous == 2)
        await queue.close()
    }

    @Test func `relaxed durability means synchronous=NORMAL, on purpose and reported`() async throws {
        let store = try SQLiteStore(path: scratch.file("relaxed.db"), durability: .relaxed, applicationID: 1)
        let queue = CommitQueue(store, name: "test")
        let synchronous = try await queue.run { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(synchronous == 1)
        await queue.close()
    }

    @Test func `a killed daemon loses no acknowledged call`() throws {
        let journal = scratch.directory("killed")
        var random = Seeded(state: 1)
        var acknowledged: Set<String> = []
        for _ in 0..<rounds {
            let run = try ProbeRun(
                journal: journal,
                durability: "full",
                milliseconds: .random(in: 10...120, using: &random)
            )
            #expect(!run.acknowledged.isEmpty)
            acknowledged.formUnion(run.acknowledged.values)
        }
        let remains = try JournalRemains(journal)
        #expect(remains.damage.isEmpty)
        #expect(acknowledged.subtracting(remains.ids).isEmpty)
    }

    @Test func `a power cut loses no acknowledged call and damages nothing`() throws {
        let shim = try PowerCutShim(in: scratch.url)
        let journal = scratch.directory("cut")
        var acknowledged: Set<String> = []
        for round in 0..<rounds {
            let result = try cut(journal, "full", round, shim)
            acknowledged.formUnion(result.acknowledged)
            #expect(result.remains.damage.isEmpty, "cut \(round)")
            #expect(acknowledged.subtracting(result.remains.ids).isEmpty, "cut \(round)")
        }
    }

    @Test func `the same power cut at NORMAL loses acknowledged calls, so the test above proves something`() throws {
        let shim = try PowerCutShim(in: scratch.url)
        var lost = 0
        for round in 0..<rounds where lost == 0 {
            let result = try cut(scratch.directory("control-\(round)"), "relaxed", round, shim)
            lost += result.acknowledged.subtracting(result.remains.ids).count
        }
        #expect(lost > 0)
    }

    /// Runs the probe with the shim, kills it, simulates a power cut, and reads the files with SQLite.
    private func cut(
        _ journal: URL,
        _ durability: String,
        _ round: Int,
        _ shim: PowerCutShim
    ) throws -> (acknowledged: Set<String>, remains: JournalRemains) {
        var random = Seeded(state: UInt64(round) + 1)
        let log = scratch.url.appending(path: "power.log")
        let run = try ProbeRun(
            journal: journal,
            durability: durability,
            environment: shim.environment(watching: journal, log: log),
            milliseconds: .random(in: 10...150, using: &random)
        )
        let severity = PowerCut.Severity.allCases[round % PowerCut.Severity.allCases.count]
        try PowerCut.strike(log: log, directory: journal, severity: severity, using: &random)
        #expect(!run.acknowledged.isEmpty)
        return (Set(run.acknowledged.values), try JournalRemains(journal))
    }
}
