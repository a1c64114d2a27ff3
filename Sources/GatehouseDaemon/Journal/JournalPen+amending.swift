import Foundation
internal import GRDB
internal import GatehouseModel
internal import NIOCore

extension JournalPen {
    /// How many calls back a call to be amended is searched for; it was written moments ago.
    static let amendReach: Int64 = 65_536

    /// Updates how a call ended. Returns false if the call was not written.
    func amend(_ entry: JournalEntry, _ db: Database) throws -> Bool {
        let decided = try nameValue(of: entry.call.decidedBy.rawValue, db)
        let matched = try MatchedRules.joined(entry.call.matched).map { try nameValue(of: $0, db) }
        guard
            let sequence = try Int64.fetchOne(
                db,
                sql: "SELECT seq FROM call WHERE seq > ? AND low = ? AND high = ? ORDER BY seq DESC LIMIT 1",
                arguments: [
                    newest - Self.amendReach, Int64(bitPattern: entry.call.id.low),
                    Int64(bitPattern: entry.call.id.high),
                ]
            )
        else { return false }
        let detail = KeptDetail(
            trace: entry.trace,
            message: entry.message,
            problem: entry.problem,
            client: entry.client
        ).bytes
        try db.execute(
            sql: "UPDATE call SET outcome = ?, status = ?, took = ?, decided = ?, matched = ? WHERE seq = ?",
            arguments: [
                CallCodes.code(entry.call.outcome), entry.call.status, Int64(nearest: entry.call.tookMs * 1000),
                decided, matched, sequence,
            ]
        )
        try db.execute(
            sql: "UPDATE call_body SET detail = ?, response = ? WHERE seq = ?",
            arguments: [Data(detail), Data(entry.response), sequence]
        )
        return true
    }
}

extension Journal {
    /// Replaces the recorded end of a call, because its answer turned out to differ from the journaled one.
    ///
    /// A call that is missing because writing failed is written now.
    package func amend(
        _ entry: JournalEntry,
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) throws(Overloaded) {
        let pen = pen
        try queue.submit(
            weight: entry.weight,
            { db in
                if try !pen.amend(entry, db) { _ = try pen.write(entry, db) }
            },
            completion: completion
        )
    }
}
