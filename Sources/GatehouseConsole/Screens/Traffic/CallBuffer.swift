package import GatehouseModel

/// The position of a row in time: of a call by its id, which is ordered, and of a gap by the time at which it was
/// noticed.
package struct TrafficKey: Sendable, Hashable, Comparable {
    package let id: CallID
    package let isGap: Bool

    package init(_ id: CallID, isGap: Bool = false) {
        self.id = id
        self.isGap = isGap
    }

    package static func < (left: TrafficKey, right: TrafficKey) -> Bool {
        left.id == right.id ? !left.isGap && right.isGap : left.id < right.id
    }
}

/// One row of the traffic list.
package enum TrafficRow: Sendable, Hashable {
    case call(CallSummary)
    /// Events that this console never received.
    case gap(key: TrafficKey, count: Int64, from: Timestamp, to: Timestamp)

    package var key: TrafficKey {
        switch self {
        case .call(let call): TrafficKey(call.id)
        case .gap(let key, _, _, _): key
        }
    }

    package var call: CallSummary? {
        guard case .call(let call) = self else { return nil }
        return call
    }
}

/// Calls in order of time, oldest first. Their number is limited, so that a console can stay open for weeks.
package struct CallBuffer: Sendable {
    /// What is known about calls older than the oldest one here.
    package enum Older: Sendable, Hashable {
        /// The daemon has more; with a nil cursor, they are requested by time.
        case more(cursor: String?)
        case reading
        case none
    }

    package static let capacity = 50_000

    package private(set) var rows: [TrafficRow] = []
    package var older: Older = .more(cursor: nil)
    /// Whether no page of older calls has arrived yet.
    package var isUnread: Bool { older == .more(cursor: nil) }
    /// The number of rows removed because the buffer was full.
    package private(set) var evicted = 0
    /// The number of rows that the user loaded on purpose, which are kept beyond the capacity.
    private var readBack = 0
    private let capacity: Int
    private var words = Interner()

    package init(capacity: Int = CallBuffer.capacity) { self.capacity = capacity }

    /// The position of the first row at or after a key.
    package func lowerBound(of key: TrafficKey) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The position of a row; nil if it is not here.
    package func index(of key: TrafficKey) -> Int? {
        let index = lowerBound(of: key)
        return index < rows.count && rows[index].key == key ? index : nil
    }

    /// Inserts a call in its place, once.
    package mutating func insert(_ call: CallSummary) { insert(.call(words.shared(call))) }

    package mutating func insert(_ row: TrafficRow) {
        if let last = rows.last, last.key >= row.key {
            let index = lowerBound(of: row.key)
            if rows[index].key == row.key { rows[index] = row } else { rows.insert(row, at: index) }
        } else {
            rows.append(row)
        }
        trim()
    }

    /// Inserts a page of older calls.
    package mutating func insertOlder(_ calls: [CallSummary]) {
        let oldest = rows.first?.key
        let older = calls.map { words.shared($0) }.filter { call in oldest.map { TrafficKey(call.id) < $0 } ?? true }
        let known = calls.filter { call in oldest.map { TrafficKey(call.id) >= $0 } ?? false }
        readBack += older.count
        rows.insert(contentsOf: older.sorted { $0.id < $1.id }.map(TrafficRow.call), at: 0)
        for call in known { insert(call) }
    }

    /// Frees the room of rows that the user loaded on purpose.
    package mutating func forgetReadBack() {
        readBack = 0
        trim()
    }

    /// Removes rows in batches, so that the cost per call is negligible.
    private mutating func trim() {
        let limit = capacity + readBack
        let slack = max(1, capacity / 50)
        guard rows.count > limit + slack else { return }
        let excess = rows.count - limit
        rows.removeFirst(excess)
        evicted += excess
        older = .more(cursor: nil)
    }
}

/// Keeps one copy of words that thousands of rows share.
private struct Interner: Sendable {
    private var known: [String: String] = [:]

    mutating func shared(_ call: CallSummary) -> CallSummary {
        var call = call
        call.endpoint = shared(call.endpoint)
        call.issuer = call.issuer.map { shared($0) }
        call.decidedBy = Decider(rawValue: shared(call.decidedBy.rawValue))
        return call
    }

    private mutating func shared(_ word: String) -> String {
        if let same = known[word] { return same }
        if known.count >= 4096 { known = [:] }
        known[word] = word
        return word
    }
}
