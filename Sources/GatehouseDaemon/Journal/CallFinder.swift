internal import GRDB
internal import GatehouseModel

/// Finds a call by its id or a code, starting with the newest segment.
struct CallFinder: Sendable {
    /// The location of a call.
    struct Place: Sendable {
        var segment: Segment
        var sequence: Int64
    }

    let shelved: [SegmentShelf.Shelved]

    /// By id. The id contains the time, which gives the position in the file; if the clock was set back, the whole file
    /// is searched.
    func find(_ id: CallID) async throws -> Place? {
        for shelf in shelved.reversed() where shelf.tally.through > 0 {
            if let place = try await near(id, in: shelf) { return place }
        }
        return try await first(
            where: "low = ? AND high = ?",
            [Int64(bitPattern: id.low).databaseValue, Int64(bitPattern: id.high).databaseValue]
        )
    }

    /// By code: the newest call with that code, otherwise the newest one related to the approval request with that
    /// code.
    func find(_ code: ReferenceCode) async throws -> Place? {
        let value = Int64(code.value).databaseValue
        if let place = try await first(where: "(low & \(ReferenceCode.mask)) = ?", [value]) { return place }
        return try await first(where: "approval = ?", [value])
    }

    private func near(_ id: CallID, in shelf: SegmentShelf.Shelved) async throws -> Place? {
        let slack = JournalSearch.disorder.wholeMilliseconds
        let time = id.time.milliseconds
        guard time - slack <= shelf.tally.newest, time + slack >= shelf.tally.oldest else { return nil }
        let (first, last) = (shelf.tally.first, shelf.tally.through)
        let sequence = try await shelf.segment.read { db, _ in
            let low = try JournalSearch.sequence(atOrAfter: time - slack, from: first, through: last, db)
            let high = try JournalSearch.sequence(atOrAfter: time + slack, from: low, through: last, db)
            return try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT seq FROM call WHERE seq BETWEEN ? AND ? AND low = ? AND high = ? LIMIT 1"
                ),
                arguments: [low, high, Int64(bitPattern: id.low), Int64(bitPattern: id.high)]
            )
        }
        return sequence.map { Place(segment: shelf.segment, sequence: $0) }
    }

    private func first(where condition: String, _ arguments: [DatabaseValue]) async throws -> Place? {
        for shelf in shelved.reversed() where shelf.tally.through > 0 {
            let sequence = try await shelf.segment.read { db, _ in
                try Int64.fetchOne(
                    db.cachedStatement(sql: "SELECT seq FROM call WHERE \(condition) ORDER BY seq DESC LIMIT 1"),
                    arguments: StatementArguments(arguments)
                )
            }
            if let sequence { return Place(segment: shelf.segment, sequence: sequence) }
        }
        return nil
    }
}
