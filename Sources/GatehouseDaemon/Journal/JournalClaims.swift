internal import Foundation
internal import GRDB
package import GatehouseModel

/// Reads the newest recorded calls with their claims, for testing conditions on them.
extension Journal {
    /// Passes the newest inbound calls whose claims are still stored to `visit`, newest first, at most `last`, until
    /// time is up.
    ///
    /// - Parameter visit: called with the call, its claims, and the address that connected.
    package func visitClaims(
        last: Int,
        at now: Timestamp,
        within time: Duration = Journal.timeBox,
        _ visit: (CallSummary, Claims, String?) -> Void
    ) async throws {
        let deadline = ContinuousClock.now + time
        var left = last
        for shelf in shelf.all.reversed() where shelf.tally.through > 0 && !shelf.segment.isDamaged {
            var position = shelf.tally.through + 1
            while position > shelf.tally.first, left > 0 {
                let low = max(shelf.tally.first, position - 500)
                for kept in try await Self.piece(shelf.segment, from: low, below: position) {
                    guard left > 0, isShown(kept.call, at: now), let request = kept.request, !request.isEmpty,
                        let claims = options.claims(kept.call, request)
                    else { continue }
                    visit(kept.call, claims, kept.detail?.client)
                    left -= 1
                }
                guard ContinuousClock.now < deadline else { return }
                try Task.checkCancellation()
                position = low
            }
        }
    }

    private static func piece(_ segment: Segment, from low: Int64, below high: Int64) async throws -> [KeptCall] {
        try await segment.read { db, names in
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT \(CallRow.columns), detail, request, NULL AS response
                        FROM call JOIN call_body USING (seq)
                        WHERE seq >= ? AND seq < ? AND direction = 0 ORDER BY seq DESC
                        """
                ),
                arguments: [low, high]
            )
            return rows.map { KeptCall($0, names) }
        }
    }
}
