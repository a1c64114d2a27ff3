internal import GRDB
package import GatehouseModel
import Synchronization

/// How often each rule matched, by the hour, and when last.
///
/// Calls count without waiting; `flush` writes what was counted. Rules are known by their names, so that one keeps its
/// count when the policy around it changes.
package final class RuleTally: Sendable {
    private struct Count {
        /// By hours since 1970; the last 25.
        var hours: [Int64: Int] = [:]
        var last: Timestamp?
        var isChanged = false
    }

    private let store: StateStore?
    private let counts: Mutex<[String: Count]>

    /// The most rules counted; more than any policy has.
    private static let ruleLimit = 4096

    static let table = """
        CREATE TABLE rule_hits (
            rule TEXT NOT NULL,
            hour INTEGER NOT NULL,
            hits INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (rule, hour)
        ) STRICT, WITHOUT ROWID;
        """

    /// Counts that are not kept.
    package init() {
        store = nil
        counts = Mutex([:])
    }

    /// Goes on from what the store has.
    ///
    /// - Throws: `StorageFailure`.
    package init(store: StateStore) throws {
        self.store = store
        let kept = try store.readNow { try Self.load($0) }
        counts = Mutex(kept)
    }

    private static func load(_ database: Database) throws -> [String: Count] {
        var counts: [String: Count] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT rule, hour, hits, last FROM rule_hits") {
            let last: Int64 = row[3]
            var count = counts[row[0]] ?? Count()
            count.hours[row[1]] = row[2]
            count.last = max(count.last ?? Timestamp(milliseconds: last), Timestamp(milliseconds: last))
            counts[row[0]] = count
        }
        return counts
    }

    /// Counts one match of each of these rules. Cheap.
    package func count(_ rules: [String], at now: Timestamp) {
        guard !rules.isEmpty else { return }
        let hour = HitCounter.hour(of: now)
        counts.withLock { counts in
            for rule in rules where counts[rule] != nil || counts.count < Self.ruleLimit {
                counts[rule, default: Count()].hours[hour, default: 0] += 1
                counts[rule]?.last = now
                counts[rule]?.isChanged = true
            }
        }
    }

    /// Matches in the last 24 hours, to the hour, and the last one.
    package func hits(of rule: String, at now: Timestamp) -> (lastDay: Int, last: Timestamp?) {
        let newest = HitCounter.hour(of: now)
        return counts.withLock { counts in
            guard let count = counts[rule] else { return (0, nil) }
            return (count.hours.reduce(0) { $0 + ($1.key > newest - 24 ? $1.value : 0) }, count.last)
        }
    }

    /// Writes what was counted since the last time. The hour of the last match is kept for good, others for a day.
    package func flush(at now: Timestamp) async throws {
        guard let store else { return }
        let oldest = HitCounter.hour(of: now) - 24
        let changed = counts.withLock { counts in
            for rule in Array(counts.keys) {
                let recent = counts[rule]?.hours.filter { $0.key >= oldest }
                counts[rule]?.hours = recent ?? [:]
            }
            let changed = counts.filter(\.value.isChanged)
            for rule in changed.keys { counts[rule]?.isChanged = false }
            return changed
        }
        guard !changed.isEmpty else { return }
        try await store.write(weight: changed.count * 256) { database in
            for (rule, count) in changed { try Self.save(rule, count, oldest, database) }
        }
    }

    private static func save(_ rule: String, _ count: Count, _ oldest: Int64, _ database: Database) throws {
        guard let last = count.last else { return }
        let newest = HitCounter.hour(of: last)
        try database.execute(
            sql: "DELETE FROM rule_hits WHERE rule = ? AND hour < ?",
            arguments: [rule, min(oldest, newest)]
        )
        let statement = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO rule_hits (rule, hour, hits, last) VALUES (?, ?, ?, ?)"
        )
        for (hour, hits) in count.hours {
            let moment = hour == newest ? last.milliseconds : (hour + 1) * 3_600_000 - 1
            try statement.execute(arguments: [rule, hour, hits, min(moment, last.milliseconds)])
        }
    }
}
