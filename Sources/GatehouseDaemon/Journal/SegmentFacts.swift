internal import Foundation
internal import GRDB
internal import GatehouseModel

/// The facts about a segment when it is opened: its tally and its names.
struct SegmentFacts: Sendable {
    var tally: SegmentTally
    var names: [String: Int64]
    /// The newest calls, oldest first, at most as many as requested.
    var recent: [SegmentTally.Counted]

    /// Stores the tally in the segment.
    static func save(_ tally: SegmentTally, _ db: Database) throws {
        let json = try JSONEncoder().encode(tally)
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO fact (key, value) VALUES ('tally', ?)")
            .execute(arguments: [json])
    }

    /// Reads the tally, and counts the calls that were written after it.
    static func read(_ db: Database, recent count: Int) throws -> SegmentFacts {
        let names = try Row.fetchAll(db, sql: "SELECT id, text FROM name")
        var texts: [Int64: String] = [:]
        for row in names { texts[row[0]] = row[1] }
        var facts = SegmentFacts(tally: try savedTally(db), names: [:], recent: [])
        for (id, text) in texts { facts.names[text] = id }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT seq, time, outcome, endpoint, took, decided, detail, direction FROM call JOIN call_body USING (seq)
                WHERE seq > ? ORDER BY seq
                """,
            arguments: [facts.tally.through]
        )
        while let row = try rows.next() { facts.tally.count(counted(row, texts)) }
        facts.recent = try newest(count, db, texts)
        return facts
    }

    private static func savedTally(_ db: Database) throws -> SegmentTally {
        guard let json = try Data.fetchOne(db, sql: "SELECT value FROM fact WHERE key = 'tally'"),
            let tally = try? JSONDecoder().decode(SegmentTally.self, from: json),
            tally.outcomes.count == SegmentTally.outcomeCount,
            tally.hours.values.allSatisfy({ hour in
                hour.endpoints.values.allSatisfy { $0.count == SegmentTally.outcomeCount }
            })
        else { return SegmentTally() }
        return tally
    }

    private static func newest(_ count: Int, _ db: Database, _ texts: [Int64: String]) throws -> [SegmentTally.Counted]
    {
        guard count > 0 else { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT seq, time, outcome, endpoint, took, decided, x'00', direction FROM call
                ORDER BY seq DESC LIMIT \(count)
                """
        ).reversed().map { counted($0, texts) }
    }

    private static func counted(_ row: Row, _ texts: [Int64: String]) -> SegmentTally.Counted {
        let decided = Decider(rawValue: CallRow.name(row[5], texts))
        let bytes: Data = row[6]
        let trace = KeptDetail(Array(bytes))?.trace ?? Trace()
        let outcome: Int = row[2]
        let direction = CallCodes.word(row[7], in: CallCodes.directions) ?? .inbound
        return SegmentTally.Counted(
            sequence: row[0],
            time: row[1],
            outcome: (0..<SegmentTally.outcomeCount).contains(outcome) ? outcome : SegmentTally.outcomeCount - 1,
            endpoint: SegmentTally.Counted.key(CallRow.name(row[3], texts), direction),
            microseconds: row[4],
            isInbound: direction == .inbound,
            isSample: SegmentTally.Counted.isSample(trace, outcome: Int64(outcome), direction),
            lists: SegmentTally.Counted.lists(in: trace, decidedBy: decided)
        )
    }
}
