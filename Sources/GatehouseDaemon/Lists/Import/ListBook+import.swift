package import ControlProtocol
package import GatehouseModel
import PolicyEngine
import Synchronization

extension ListBook {
    /// Imports the entries of a file, all or none: any bad line means that nothing is imported.
    ///
    /// Rows are written in small groups, in a batch that is not yet visible; one small transaction at the end makes all
    /// of them effective. Edits by hand during the import stay. Cancelling the task before that transaction leaves the
    /// list unchanged.
    ///
    /// - Parameters:
    ///   - body: the file's bytes, in pieces of any size.
    ///   - progress: called with the number of lines read so far, from time to time.
    /// - Returns: the report; if `badLines` is above zero, nothing was changed.
    /// - Throws: `StateError.conflict` during another import of this list, `StateError.invalid` for a file that is not
    ///   an import file or is too large, `CancellationError`; errors of `body` and the store.
    package func importEntries(
        into list: String,
        from body: some AsyncSequence<[UInt8], any Error>,
        _ options: ImportOptions,
        by actor: Actor,
        progress: @Sendable (Int) -> Void = { _ in },
        at now: Timestamp
    ) async throws -> ImportReport {
        try beginImport(of: list, options)
        defer { endImport(of: list, options) }
        var reader = try await Self.read(body, options, at: now, progress: progress)
        if let fatal = reader.fatal, reader.badLines == 0 { throw StateError.invalid(fatal) }
        var tally = ImportTally(reader)
        if reader.badLines == 0 {
            let draft = reader.takeSortedDraft()
            tally.repeated = draft.repeated
            let staging = Staging(list: list, options: options, actor: actor, now: now)
            try await stage(draft, staging, &tally)
        }
        return ImportReport(
            list: try await summary(list, at: now),
            tally,
            reader,
            dryRun: options.dryRun
        )
    }

    /// The request for an import.
    struct Staging: Sendable {
        var list: String
        var options: ImportOptions
        var actor: Actor
        var now: Timestamp
    }

    private func beginImport(of list: String, _ options: ImportOptions) throws {
        _ = try require(list)
        if options.dryRun { return }
        let isFree = state.withLock { state in
            guard let shelf = state.shelves[list], shelf.editedDuringImport == nil else { return false }
            state.shelves[list]?.editedDuringImport = []
            return true
        }
        guard isFree else { throw StateError.conflict("another import of \(list) is running; wait for its end") }
    }

    private func endImport(of list: String, _ options: ImportOptions) {
        if !options.dryRun { state.withLock { $0.shelves[list]?.editedDuringImport = nil } }
    }

    private static func read(
        _ body: some AsyncSequence<[UInt8], any Error>,
        _ options: ImportOptions,
        at now: Timestamp,
        progress: @Sendable (Int) -> Void
    ) async throws -> ImportReader {
        var reader = ImportReader(options.format, subdomains: options.subdomains, at: now)
        var reported = 0
        for try await chunk in body {
            try Task.checkCancellation()
            reader.feed(chunk)
            if reader.lines - reported >= 10_000 {
                reported = reader.lines
                progress(reported)
            }
            if reader.fatal != nil { break }
        }
        reader.finish()
        progress(reader.lines)
        return reader
    }

    // MARK: - Staging

    private func stage(_ draft: ImportDraft, _ staging: Staging, _ tally: inout ImportTally) async throws {
        let index = try require(staging.list).index
        let hand = try await handiwork(staging)
        let batch = staging.options.dryRun ? nil : try await addBatch(staging)
        do {
            var next = 0
            var pace = StagingPace()
            while next < draft.records.count {
                try Task.checkCancellation()
                let end = min(next + pace.count, draft.records.count)
                let chunk = try await classify(draft, next..<end, staging, index, hand)
                tally.add(chunk)
                if let batch, !chunk.rows.isEmpty {
                    pace.note(try await write(chunk.rows, of: draft, to: batch, staging), rows: chunk.rows.count)
                }
                next = end
            }
            if staging.options.mode != .add {
                tally.removed = max(0, index.count - tally.matched - (hand.count - tally.byHand))
            }
            guard let batch else { return }
            guard tally.changesAnything else { return try await drop(batch) }
            // From here on the import completes, even if the task is cancelled.
            let counted = tally
            tally.change = try await Task { try await finish(batch, staging, counted) }.value
        } catch {
            // Marks the rows for removal without waiting; the next start also removes what is left.
            if let batch { try? await drop(batch) }
            throw error
        }
    }

    /// The edits by hand that an import in refresh mode must keep.
    private struct Handiwork: Sendable {
        var batches: Set<Int64> = []
        /// Entries that people added by hand.
        var count = 0
        /// Entries of earlier imports that people removed by hand.
        var removed: Set<EntryPattern> = []
    }

    private func handiwork(_ staging: Staging) async throws -> Handiwork {
        guard staging.options.mode == .refresh else { return Handiwork() }
        return try await store.read { transaction in
            guard let table = try ListTable.named(staging.list, create: false, in: transaction) else {
                return Handiwork()
            }
            return Handiwork(
                batches: Set(try table.batchesByHand()),
                count: try table.countByHand(),
                removed: Set(try table.overrides())
            )
        }
    }

    private func addBatch(_ staging: Staging) async throws -> StagedBatch {
        try await store.write { transaction in
            guard let table = try ListTable.named(staging.list, create: true, in: transaction) else {
                throw StateError.notFound("there is no list \(staging.list)")
            }
            let id = try table.addBatch(state: .staging, byHand: false, source: staging.options.source, at: staging.now)
            return StagedBatch(id: id, list: table.id)
        }
    }

    private func drop(_ batch: StagedBatch) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE list_batch SET state = 'purge' WHERE id = ? AND state = 'staging'",
                [batch.id]
            )
        }
    }

    /// Compares a part of the file with the existing entries, without using the writer.
    private func classify(
        _ draft: ImportDraft,
        _ range: Range<Int>,
        _ staging: Staging,
        _ index: EntryIndex,
        _ hand: Handiwork
    ) async throws -> StagingChunk {
        var chunk = StagingChunk()
        var known: [Int] = []
        for number in range {
            if index.count > 0, index.contains(draft.pattern(draft.records[number])) {
                known.append(number)
            } else if !hand.removed.isEmpty, hand.removed.contains(draft.pattern(draft.records[number])) {
                chunk.keptOut += 1
            } else {
                chunk.added += 1
                chunk.rows.append(StagingChunk.Row(record: number, present: nil))
            }
        }
        guard !known.isEmpty else { return chunk }
        let present = try await store.read { [known] transaction in
            guard let table = try ListTable.named(staging.list, create: false, in: transaction) else {
                return [StoredEntry?]()
            }
            return try known.map { try table.entry(draft.pattern(draft.records[$0])) }
        }
        for (number, present) in zip(known, present) {
            chunk.compare(number, draft, present, staging.options.mode, byHand: hand.batches)
        }
        chunk.rows.sort { $0.record < $1.record }
        return chunk
    }

    /// Writes a group of rows; returns how long the writer was busy with it.
    private func write(
        _ rows: [StagingChunk.Row],
        of draft: ImportDraft,
        to batch: StagedBatch,
        _ staging: Staging
    ) async throws -> Duration {
        // Counts as a whole transaction, so that no other piece of work has to wait for its commit.
        try await store.write(weight: CommitQueue.Limits().batchBytes) { transaction in
            let clock = ContinuousClock()
            return try clock.measure {
                let writer = try StagingWriter(transaction, batch, createdAt: staging.now)
                for row in rows { try writer.insert(draft, row) }
            }
        }
    }
}
