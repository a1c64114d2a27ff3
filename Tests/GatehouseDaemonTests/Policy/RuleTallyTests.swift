import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `The counts of rule matches` {
    private let scratch = Scratch()
    private let noon = Timestamp(milliseconds: 1_795_435_200_000)
    private var path: String { scratch.file("state.db") }

    private func hours(_ count: Int64) -> Timestamp { Timestamp(milliseconds: noon.milliseconds + count * 3_600_000) }

    /// Runs `body` with a tally that continues from the stored counts.
    private func tally(_ body: (RuleTally) async throws -> Void) async throws {
        let store = try StateStore(path: path)
        do {
            try await body(try RuleTally(store: store))
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    @Test func `the matches of each rule in the last 24 hours and its last match are counted`() {
        let tally = RuleTally()
        tally.count(["a", "b"], at: noon)
        tally.count(["a"], at: hours(1))
        #expect(tally.hits(of: "a", at: hours(1)) == (2, hours(1)))
        #expect(tally.hits(of: "b", at: hours(1)) == (1, noon))
        #expect(tally.hits(of: "c", at: hours(1)) == (0, nil))
        #expect(tally.hits(of: "a", at: hours(23)).lastDay == 2)
        #expect(tally.hits(of: "a", at: hours(24)).lastDay == 1)
        #expect(tally.hits(of: "a", at: hours(25)) == (0, hours(1)))
    }

    @Test func `the counts survive a restart`() async throws {
        try await tally { tally in
            for _ in 0..<1000 { tally.count(["a", "b"], at: noon) }
            tally.count(["a"], at: hours(2))
            try await tally.flush(rules: ["a", "b"], at: hours(2))
        }
        try await tally { tally in
            #expect(tally.hits(of: "a", at: hours(2)) == (1001, hours(2)))
            #expect(tally.hits(of: "b", at: hours(2)) == (1000, noon))
            tally.count(["b"], at: hours(3))
            try await tally.flush(rules: ["a", "b"], at: hours(3))
        }
        try await tally { tally in #expect(tally.hits(of: "b", at: hours(3)) == (1001, hours(3))) }
    }

    @Test func `the counts are not written twice, however often they are flushed`() async throws {
        try await tally { tally in
            tally.count(["a"], at: noon)
            for hour in 0..<3 { try await tally.flush(rules: ["a", "b"], at: hours(Int64(hour))) }
            tally.count(["a"], at: hours(3))
            try await tally.flush(rules: ["a", "b"], at: hours(3))
        }
        try await tally { tally in #expect(tally.hits(of: "a", at: hours(3)) == (2, hours(3))) }
    }

    @Test func `the last match of a rule is kept even if it is long ago`() async throws {
        try await tally { tally in
            tally.count(["a", "b"], at: noon)
            try await tally.flush(rules: ["a", "b"], at: noon)
            tally.count(["b"], at: hours(100))
            try await tally.flush(rules: ["a", "b"], at: hours(100))
        }
        try await tally { tally in
            #expect(tally.hits(of: "a", at: hours(100)) == (0, noon))
            #expect(tally.hits(of: "b", at: hours(100)) == (1, hours(100)))
        }
    }

    @Test func `a rule that left the policy is forgotten a day after its last match`() async throws {
        try await tally { tally in
            tally.count(["a", "b"], at: noon)
            try await tally.flush(rules: ["a"], at: hours(20))
            #expect(tally.hits(of: "b", at: hours(20)) == (1, noon))
            try await tally.flush(rules: ["a"], at: hours(25))
            #expect(tally.hits(of: "a", at: hours(25)) == (0, noon))
            #expect(tally.hits(of: "b", at: hours(25)) == (0, nil))
        }
        try await tally { tally in #expect(tally.hits(of: "b", at: noon) == (0, nil)) }
    }

    @Test func `very many renamed rules leave room for the rules of the policy`() async throws {
        let tally = RuleTally()
        try await tally.flush(rules: ["own"], at: noon)
        tally.count(["own"], at: noon)
        for number in 0..<5000 { tally.count(["former \(number)"], at: hours(1)) }
        tally.count(["new"], at: hours(2))
        #expect(tally.hits(of: "new", at: hours(2)).lastDay == 1)
        #expect(tally.hits(of: "own", at: hours(2)).lastDay == 1)
        #expect((0..<5000).count { tally.hits(of: "former \($0)", at: hours(2)).lastDay > 0 } < 4096)
    }
}
