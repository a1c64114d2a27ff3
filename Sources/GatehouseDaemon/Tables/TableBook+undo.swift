package import ControlProtocol
package import GatehouseModel
import PolicyEngine

extension TableBook {
    /// Restores the rows from before the last import. A second undo restores the import.
    ///
    /// Cancelling the task before the change is made leaves the table unchanged.
    ///
    /// - Parameters:
    ///   - force: allows it even if the earlier rows lack a column that a rule names.
    ///   - progress: called with the number of rows read so far, from time to time.
    /// - Throws: `StateError.notFound`; `.conflict` if there is nothing to undo; `Problem` of kind `conflict` if it
    ///   would remove a column that a rule names; `CancellationError`; errors of the store.
    package func undo(
        _ name: String,
        force: Bool = false,
        by actor: Actor,
        keeping reply: RecordedReply<TableSummary>? = nil,
        progress: (Int) -> Void = { _ in },
        at now: Timestamp
    ) async throws -> TableSummary {
        let shelf = try begin(name)
        defer { end(name) }
        let former = try await store.read { try StoredTable.named(name, .former, in: $0) }
        guard let former, let live = shelf.stored else {
            throw StateError.conflict("the table \(name) has no rows from before an import to go back to")
        }
        let table: ReferenceTable
        do throws(TableFile.Damaged) {
            table = try file(former).read(shelf.definition, digest: former.digest, progress: progress)
        } catch {
            try Task.checkCancellation()
            throw StateError.conflict("the rows from before cannot be used: \(error)")
        }
        try checkColumns(name, table, force: force)
        let missing = missingColumns(name, table)
        try Task.checkCancellation()
        let keep = reply.map { reply in
            RecordedReply<Replacement>(ticket: reply.ticket) { [self] replacement in
                try reply.encode(summary(of: shelf, replacement.stored, table))
            }
        }
        _ = try await store.write(keeping: keep) { [self] transaction -> Replacement in
            try checkColumns(name, table, force: force)
            var back = former
            back.revision = live.revision + 1
            back.updated = now
            try back.save(name, .live, in: transaction)
            try live.save(name, .former, in: transaction)
            try transaction.record(
                Change(
                    .tableImportUndone,
                    of: "table:\(name)",
                    by: actor,
                    before: .object(["source": .string(live.source), "revision": .int(Int64(live.revision))]),
                    after: .object(
                        ["source": .string(back.source), "revision": .int(Int64(back.revision))]
                            .merging(Self.forcedFacts(missing)) { first, _ in first }
                    ),
                    at: now
                )
            )
            return Replacement(stored: back, stale: nil)
        } published: { [self] replacement in
            publish(name, replacement, table)
        }
        return try summary(name)
    }
}
