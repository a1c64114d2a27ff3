import ControlProtocol
import GatehouseModel
import Synchronization

/// The end of an import: makes the staged entries effective in one step.
extension ListBook {
    /// Makes the batch effective; returns the number of the change.
    func finish(_ batch: StagedBatch, _ staging: Staging, _ counted: ImportTally) async throws -> Int {
        let (list, options, now) = (staging.list, staging.options, staging.now)
        let (number, revision) = try await store.write(weight: 8192) { [self] transaction in
            let table = ListTable(transaction: transaction, id: batch.list)
            let hand = options.mode == .refresh ? Set(try table.batchesByHand()) : []
            try keepEdits(of: list, against: batch, table, replace: options.mode != .add, byHand: hand)
            let hidden = options.mode == .add ? [] : try table.batches(.live).filter { !hand.contains($0) }
            if options.mode != .add { try table.set(try table.batches(.retired), to: .purge, at: now) }
            try table.set(hidden, to: .retired, at: now)
            try table.set([batch.id], to: .live, at: now)
            try table.checkPatterns()
            if counted.updated > 0, options.mode == .add {
                try transaction.execute("UPDATE list_batch SET shadows = 1 WHERE id = ?", [batch.id])
            }
            let number = try table.keep(.batches(shown: [batch.id], hidden: hidden), kind: "list.import", at: now)
            let revision = try table.touch(source: options.source, asOf: options.asOf, at: now)
            try transaction.record(
                Change(
                    .listImported,
                    of: "list:\(list)",
                    by: staging.actor,
                    after: counted.facts(options, change: number),
                    at: now
                )
            )
            return (number, revision)
        }
        state.withLock { $0.shelves[list]?.revision = revision }
        try await rebuild(list)
        store.publish([.list(try await summary(list, at: now))])
        return number
    }

    /// Keeps edits by hand made since the import began: they take precedence over the file's entries.
    ///
    /// - Parameter hand: batches that stay, so that their entries can stay in them and need not move to the import's
    ///   batch.
    private func keepEdits(
        of list: String,
        against batch: StagedBatch,
        _ table: ListTable,
        replace: Bool,
        byHand hand: Set<Int64>
    ) throws {
        for pattern in state.withLock({ $0.shelves[list]?.editedDuringImport ?? [] }) {
            try table.transaction.execute(
                "DELETE FROM list_entry WHERE list = ? AND kind = ? AND value = ? AND batch = ?",
                [table.id, pattern.kind.stored, pattern.value, batch.id]
            )
            guard replace, let present = try table.entry(pattern), !hand.contains(present.batch) else { continue }
            try table.transaction.execute("UPDATE list_entry SET batch = ? WHERE id = ?", [batch.id, present.id])
        }
    }
}
