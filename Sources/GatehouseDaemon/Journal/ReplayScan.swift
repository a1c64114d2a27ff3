internal import ControlProtocol
internal import Foundation
internal import GRDB
internal import GatehouseModel

/// A recorded call with the data for judging it again.
struct ReplayCall: Sendable {
    var call: CallSummary
    /// The address that connected, without port.
    var client: String?
    /// Nil if the bodies have been wiped; empty for refused calls.
    var request: [UInt8]?
}

/// Reads inbound calls with their bodies, newest first, in pieces. Blocks its thread, so it needs a dedicated one. Each
/// piece is a separate read, so that neither checkpoints nor the removal of old segments have to wait for it.
struct ReplayScan {
    private let segments: [SegmentShelf.Shelved]
    private let filter: Query?
    private let since: Int64
    private var segment = 0
    /// The position in the segment; nil for its newest call.
    private var position: Int64?
    private var left: Int

    /// The number of calls read at a time. With bodies of 64 KiB, the maximum of an endpoint, a piece takes at most 32
    /// MB.
    static let piece = 500

    init(_ journal: Journal, filter: Query?, since: Timestamp, limit: Int) {
        segments = journal.shelf.all.reversed().filter { shelf in
            !shelf.segment.isDamaged && shelf.tally.through > 0 && shelf.tally.newest >= since.milliseconds
        }
        self.filter = filter.flatMap { $0.isEmpty ? nil : $0 }
        self.since = since.milliseconds
        left = limit
    }

    /// The number of calls that the scan will read.
    func count(isCancelled: () -> Bool) throws -> Int {
        var total = 0
        for shelf in segments where total < left {
            var high = shelf.tally.through + 1
            while high > shelf.tally.first, total < left, !isCancelled() {
                let low = max(shelf.tally.first, high - JournalSearch.piece)
                total += try skippingWhatIsGone(0) { try count(in: shelf.segment, from: low, below: high) }
                high = low
            }
        }
        return min(total, left)
    }

    /// The next calls; nil at the end.
    mutating func next() throws -> [ReplayCall]? {
        while left > 0, segment < segments.count {
            let shelf = segments[segment]
            let high = position ?? shelf.tally.through + 1
            let (calls, low) = try skippingWhatIsGone(([], 0)) {
                try piece(of: shelf.segment, below: high, wanted: min(left, Self.piece))
            }
            if calls.isEmpty {
                segment += 1
                position = nil
                continue
            }
            position = low
            left -= calls.count
            return calls
        }
        return nil
    }

    /// Ignores that a segment is gone, because an old one may be removed during the scan.
    private func skippingWhatIsGone<Value>(_ nothing: Value, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch StorageFailure.closed, StorageFailure.inaccessible, StorageFailure.damaged {
            return nothing
        }
    }

    private func count(in segment: Segment, from low: Int64, below high: Int64) throws -> Int {
        try segment.readNow { db, names in
            let (condition, arguments) = condition(names)
            let statement = try db.makeStatement(
                sql: "SELECT count(*) FROM call WHERE seq >= ? AND seq < ? AND \(condition)"
            )
            let all = [low.databaseValue, high.databaseValue] + arguments
            return try Int.fetchOne(statement, arguments: StatementArguments(all)) ?? 0
        }
    }

    private func piece(of segment: Segment, below high: Int64, wanted: Int) throws -> ([ReplayCall], Int64) {
        try segment.readNow { db, names in
            let (condition, arguments) = condition(names)
            let statement = try db.makeStatement(
                sql: """
                    SELECT \(CallRow.columns), detail, request FROM call JOIN call_body USING (seq)
                    WHERE seq < ? AND \(condition) ORDER BY seq DESC LIMIT ?
                    """
            )
            let all = [high.databaseValue] + arguments + [wanted.databaseValue]
            let rows = try Row.fetchCursor(statement, arguments: StatementArguments(all))
            var calls: [ReplayCall] = []
            var lowest = high
            while let row = try rows.next() {
                let detail: Data = row["detail"]
                let request: Data? = row["request"]
                lowest = row[0]
                calls.append(
                    ReplayCall(
                        call: CallRow.summary(row, names),
                        client: KeptDetail.client(in: Array(detail)),
                        request: request.map(Array.init)
                    )
                )
            }
            return (calls, lowest)
        }
    }

    private func condition(_ names: [Int64: String]) -> (String, [DatabaseValue]) {
        let filter = filter.map { CallColumns.filter($0, names: names) }
        return (
            "direction = 0 AND time >= ? AND (\(filter?.sql ?? "1"))", [since.databaseValue] + (filter?.arguments ?? [])
        )
    }
}

extension Journal {
    /// A call by its id or a code, with the data for judging it again; nil if there is none.
    func replayCall(_ reference: String) async throws -> ReplayCall? {
        guard let place = try await find(reference), let kept = try await kept(place) else { return nil }
        return ReplayCall(call: kept.call, client: kept.detail?.client, request: kept.request)
    }

    /// A call's summary; nil if it is gone.
    func summary(of id: CallID) async throws -> CallSummary? {
        guard let place = try await find(id.description) else { return nil }
        return try await place.segment.read { db, names in
            try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(CallRow.columns) FROM call WHERE seq = ?"),
                arguments: [place.sequence]
            ).map { CallRow.summary($0, names) }
        }
    }
}
