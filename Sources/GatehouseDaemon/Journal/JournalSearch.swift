internal import ControlProtocol
internal import GRDB
internal import GatehouseModel

/// A search through the calls from the newest down, across segments and in pieces, until enough are found or time is
/// up.
struct JournalSearch: Sendable {
    let filter: Query?
    let limit: Int
    /// Only calls with smaller sequence numbers are examined.
    let before: Int64
    /// When to stop, wherever the search is.
    let deadline: ContinuousClock.Instant
    /// The maximum time by which a call may be written later than others that were complete before it.
    static let disorder: Duration = .seconds(600)
    /// The number of rows examined between two checks of the deadline. Each piece is a separate read, so that the log
    /// can be checkpointed in between.
    static let piece: Int64 = 50_000

    /// The calls found, and the cursor to continue from; nil if the search is complete.
    func run(_ shelved: [SegmentShelf.Shelved]) async throws -> (calls: [CallSummary], next: JournalCursor?) {
        var found: [CallSummary] = []
        var position = before
        let bounds = TimeBounds(filter?.expression)
        for shelf in shelved.reversed() where shelf.tally.through > 0 && shelf.tally.first < position {
            guard bounds.touch(oldest: shelf.tally.oldest, newest: shelf.tally.newest) else { continue }
            let floor = try await lowest(in: shelf, bounds)
            position = min(position, shelf.tally.through + 1)
            while position > floor {
                let low = filter == nil ? floor : max(floor, position - Self.piece)
                let part = try await piece(shelf.segment, from: low, below: position, wanted: limit - found.count)
                found += part.map(\.call)
                if found.count >= limit { return (found, part.last.map { JournalCursor(before: $0.sequence) }) }
                position = low
                if ContinuousClock.now >= deadline {
                    return (found, position > 1 ? JournalCursor(before: position) : nil)
                }
                try Task.checkCancellation()
            }
        }
        return (found, nil)
    }

    private struct Found: Sendable {
        var sequence: Int64
        var call: CallSummary
    }

    private func piece(_ segment: Segment, from low: Int64, below high: Int64, wanted: Int) async throws -> [Found] {
        let query = filter
        return try await segment.read { db, names in
            let filter = query.map { CallColumns.filter($0, names: names) }
            // Not cached: the cache would grow with every filter that users enter.
            let statement = try db.makeStatement(
                sql: """
                    SELECT \(CallRow.columns) FROM call WHERE seq >= ? AND seq < ? AND \(filter?.sql ?? "1")
                    ORDER BY seq DESC LIMIT ?
                    """
            )
            let arguments =
                [low.databaseValue, high.databaseValue] + (filter?.arguments ?? []) + [wanted.databaseValue]
            let rows = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
            var found: [Found] = []
            while let row = try rows.next() {
                found.append(Found(sequence: row[0], call: CallRow.summary(row, names)))
            }
            return found
        }
    }

    /// The smallest sequence number to examine in one segment.
    private func lowest(in shelf: SegmentShelf.Shelved, _ bounds: TimeBounds) async throws -> Int64 {
        guard let since = bounds.since, shelf.tally.isDisordered != true else { return shelf.tally.first }
        let start = since - Self.disorder.wholeMilliseconds
        guard start > shelf.tally.oldest else { return shelf.tally.first }
        let (first, last) = (shelf.tally.first, shelf.tally.through)
        return try await shelf.segment.read { db, _ in
            try Self.sequence(atOrAfter: start, from: first, through: last, db)
        }
    }

    /// The first call at or after a time, by binary search: calls are sorted by time, within `disorder`.
    static func sequence(atOrAfter time: Int64, from first: Int64, through last: Int64, _ db: Database) throws -> Int64
    {
        let statement = try db.cachedStatement(sql: "SELECT time FROM call WHERE seq >= ? ORDER BY seq LIMIT 1")
        var (low, high) = (first, last + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let found = try Int64.fetchOne(statement, arguments: [middle]) ?? Int64.max
            if found < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The time span outside which a filter cannot match.
struct TimeBounds: Sendable, Hashable {
    private(set) var since: Int64?
    private(set) var until: Int64?

    /// Derives the bounds from terms that are always required; alternatives and negations are ignored.
    init(_ expression: Query.Expression?) {
        switch expression {
        case .all(let parts): for part in parts { narrow(to: TimeBounds(part)) }
        case .term(let term):
            guard case .number(let comparison, let bound) = term.test else { return }
            if term.field == "since", comparison == .greaterOrEqual { since = bound }
            if term.field == "until", comparison == .less { until = bound }
        case .any, .not, nil: break
        }
    }

    private mutating func narrow(to other: TimeBounds) {
        if let bound = other.since { since = max(since ?? bound, bound) }
        if let bound = other.until { until = min(until ?? bound, bound) }
    }

    /// Whether a span of calls may contain a match.
    func touch(oldest: Int64, newest: Int64) -> Bool { newest >= since ?? newest && oldest < until ?? Int64.max }
}
