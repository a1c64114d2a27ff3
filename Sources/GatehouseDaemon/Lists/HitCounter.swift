import GatehouseModel

/// Matches that are not yet in the store, and the matches of each list by the hour.
struct HitCounter {
    /// The maximum number of entries remembered between two flushes; matches of further entries count for their list
    /// only.
    static let entryLimit = 65_536

    struct Hits: Sendable {
        var count = 0
        var last: Timestamp
    }

    /// One hour of one list.
    struct Slot: Hashable, Sendable {
        var list: String
        /// Hours since 1970.
        var hour: Int64
    }

    private(set) var entries: [Int64: Hits] = [:]
    /// The last 25 hours, which cover "the last 24 hours".
    private(set) var hours: [Slot: Int] = [:]
    /// Hours that changed since the last flush.
    private var changed: Set<Slot> = []

    mutating func count(list: String, entry: Int64, at now: Timestamp) {
        let slot = Slot(list: list, hour: Self.hour(of: now))
        hours[slot, default: 0] += 1
        changed.insert(slot)
        if entries[entry] != nil || entries.count < Self.entryLimit {
            entries[entry, default: Hits(last: now)].count += 1
            entries[entry]?.last = now
        }
    }

    /// Restores a stored count.
    mutating func restore(_ slot: Slot, _ count: Int) { hours[slot] = count }

    /// Returns the counts to write, and clears them.
    mutating func take(at now: Timestamp) -> (entries: [Int64: Hits], hours: [Slot: Int]) {
        let oldest = Self.hour(of: now) - 24
        hours = hours.filter { $0.key.hour >= oldest }
        defer {
            entries = [:]
            changed = []
        }
        return (entries, hours.filter { changed.contains($0.key) })
    }

    /// Matches of a list in the last 24 hours, to the hour.
    func lastDay(of list: String, at now: Timestamp) -> Int {
        let newest = Self.hour(of: now)
        return (newest - 23...newest).reduce(0) { $0 + (hours[Slot(list: list, hour: $1)] ?? 0) }
    }

    static func hour(of time: Timestamp) -> Int64 { time.milliseconds / 3_600_000 }
}
