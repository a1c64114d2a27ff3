package import GatehouseModel
import Synchronization

/// Counts the matches of each rule by the hour, and remembers the last one.
///
/// Calls count without waiting; `flush` writes the counts. Rules are identified by name, so that a rule keeps its count
/// when the policy changes around it. A rule that left the policy keeps its count for a day, in case it comes back, unless
/// another rule needs the space.
package final class RuleTally: Sendable {
    fileprivate struct Count {
        /// By hours since 1970; the last 25.
        var hours: [Int64: Int] = [:]
        var last: Timestamp?
        var isChanged = false
    }

    fileprivate struct State {
        var counts: [String: Count] = [:]
        /// The rules of the policy, as of the last `flush`; nil until then.
        var present: Set<String>?
        /// Rules that were forgotten but are still in the store.
        var forgotten: Set<String> = []
    }

    private let store: StateStore?
    private let state: Mutex<State>

    /// The maximum number of rules counted, which is more than a policy may have.
    static let ruleLimit = 4096

    /// Rules have no rows of their own; their matches are stored by name and hour.
    static let migration = Migration(
        "rule hits",
        """
        CREATE TABLE rule_hits (
            rule TEXT NOT NULL,
            hour INTEGER NOT NULL,
            hits INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (rule, hour)
        ) STRICT, WITHOUT ROWID;
        """
    )

    /// Counts that are not stored.
    package init() {
        store = nil
        state = Mutex(State())
    }

    /// Starts from the counts in the store.
    ///
    /// - Throws: `StorageFailure`.
    package init(store: StateStore) throws {
        self.store = store
        let kept = try store.readNow { try Self.load($0) }
        state = Mutex(State(counts: kept))
    }

    private static func load(_ transaction: Transaction) throws -> [String: Count] {
        var counts: [String: Count] = [:]
        try transaction.forEach("SELECT rule, hour, hits, last FROM rule_hits") { row in
            let last: Int64 = try row[3]
            let rule: String = try row[0]
            var count = counts[rule] ?? Count()
            count.hours[try row[1]] = try row[2]
            count.last = max(count.last ?? Timestamp(milliseconds: last), Timestamp(milliseconds: last))
            counts[rule] = count
        }
        return counts
    }

    /// Counts one match of each of these rules.
    package func count(_ rules: [String], at now: Timestamp) {
        guard !rules.isEmpty else { return }
        let hour = HitCounter.hour(of: now)
        state.withLock { state in
            for rule in rules where state.counts[rule] != nil || state.makesRoom() {
                state.counts[rule, default: Count()].hours[hour, default: 0] += 1
                state.counts[rule]?.last = now
                state.counts[rule]?.isChanged = true
            }
        }
    }

    /// The matches in the last 24 hours, to the hour, and the time of the last one.
    package func hits(of rule: String, at now: Timestamp) -> (lastDay: Int, last: Timestamp?) {
        let newest = HitCounter.hour(of: now)
        return state.withLock { state in
            guard let count = state.counts[rule] else { return (0, nil) }
            return (count.hours.reduce(0) { $0 + ($1.key > newest - 24 ? $1.value : 0) }, count.last)
        }
    }

    /// Writes the counts since the last flush. The hour of the last match is kept for good, the others for a day.
    ///
    /// - Parameter rules: the names of the policy's rules; others are forgotten a day after their last match.
    package func flush(rules: some Sequence<String>, at now: Timestamp) async throws {
        let oldest = HitCounter.hour(of: now) - 24
        let (changed, gone) = state.withLock { state in state.take(present: Set(rules), oldest: oldest) }
        guard let store, !(changed.isEmpty && gone.isEmpty) else { return }
        try await store.write(weight: (changed.count + gone.count) * 256) { transaction in
            for rule in gone { try transaction.execute("DELETE FROM rule_hits WHERE rule = ?", [rule]) }
            for (rule, count) in changed { try Self.save(rule, count, oldest, transaction) }
        }
    }

    private static func save(_ rule: String, _ count: Count, _ oldest: Int64, _ transaction: Transaction) throws {
        guard let last = count.last else { return }
        let newest = HitCounter.hour(of: last)
        try transaction.execute("DELETE FROM rule_hits WHERE rule = ? AND hour < ?", [rule, min(oldest, newest)])
        for (hour, hits) in count.hours {
            let moment = hour == newest ? last.milliseconds : (hour + 1) * 3_600_000 - 1
            try transaction.execute(
                "INSERT INTO rule_hits (rule, hour, hits, last) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (rule, hour) DO UPDATE SET hits = excluded.hits, last = excluded.last",
                [rule, hour, hits, min(moment, last.milliseconds)]
            )
        }
    }
}

extension RuleTally.State {
    /// Whether one more rule may be counted. If there are too many, those that left the policy and have not matched for
    /// longest are forgotten, several at a time, so that this happens rarely.
    fileprivate mutating func makesRoom() -> Bool {
        guard counts.count >= RuleTally.ruleLimit else { return true }
        guard let present else { return false }
        let gone = counts.filter { !present.contains($0.key) }.sorted { $0.value.age < $1.value.age }
        for (rule, _) in gone.prefix(RuleTally.ruleLimit / 16) { forget(rule) }
        return !gone.isEmpty
    }

    /// Forgets counts that are too old, and returns what must be written and removed.
    fileprivate mutating func take(
        present rules: Set<String>,
        oldest: Int64
    ) -> (changed: [String: RuleTally.Count], gone: Set<String>) {
        present = rules
        for (rule, count) in counts {
            let recent = count.hours.filter { $0.key >= oldest }
            counts[rule]?.hours = recent
            if recent.isEmpty, !rules.contains(rule) { forget(rule) }
        }
        let changed = counts.filter(\.value.isChanged)
        for rule in changed.keys { counts[rule]?.isChanged = false }
        defer { forgotten = [] }
        return (changed, forgotten)
    }

    private mutating func forget(_ rule: String) {
        counts[rule] = nil
        forgotten.insert(rule)
    }
}

extension RuleTally.Count {
    fileprivate var age: Timestamp { last ?? Timestamp(milliseconds: 0) }
}
