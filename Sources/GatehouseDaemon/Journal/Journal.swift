internal import Foundation
internal import GRDB
package import GatehouseModel
internal import NIOCore
internal import Synchronization

/// The journal of all calls, in order. Every call is on stable storage before it is acknowledged.
///
/// One thread writes calls into segments with group commit; reads run in parallel. Old calls are removed with their
/// segment's file. Run `keep()` for as long as the journal is open.
package final class Journal: Sendable {
    /// The settings and callbacks of the journal.
    package struct Options: Sendable {
        package var durability: Durability
        package var retention: Settings.Retention
        /// Decodes the claims in a request's body, for inspecting one call.
        package var claims: @Sendable (_ call: CallSummary, _ body: [UInt8]) -> Claims?
        /// Called on the writer's thread after all completions of a batch. Suitable for waking event loops only once.
        package var didComplete: @Sendable () -> Void
        /// Called with a sentence that an admin must know.
        package var alarm: @Sendable (String) -> Void
        /// Called on the writer's thread when writing has begun to fail.
        package var didFail: @Sendable (StorageFailure) -> Void
        /// Called on the writer's thread when the disk is full. Makes room, and returns whether it did.
        package var makeRoom: @Sendable () -> Bool
        /// The size in bytes at which a new segment begins.
        package var segmentBytes = 1 << 30
        /// Calls are lost that were kept, as a sentence; it stays true until the daemon ends.
        package var lost: @Sendable (String) -> Void = { _ in }
        /// What the journal and state.db record about each other; nil for a journal without state.db.
        package var witness: StoreWitness?

        package init(
            durability: Durability = .full,
            retention: Settings.Retention = Settings.Retention(),
            claims: @escaping @Sendable (_ call: CallSummary, _ body: [UInt8]) -> Claims? = { _, _ in nil },
            didComplete: @escaping @Sendable () -> Void = {},
            alarm: @escaping @Sendable (String) -> Void = { _ in },
            didFail: @escaping @Sendable (StorageFailure) -> Void = { _ in },
            makeRoom: @escaping @Sendable () -> Bool = { false }
        ) {
            self.durability = durability
            self.retention = retention
            self.claims = claims
            self.didComplete = didComplete
            self.alarm = alarm
            self.didFail = didFail
            self.makeRoom = makeRoom
        }
    }

    let options: Options
    /// Says that calls are lost: as an alarm and for the status.
    let lost: @Sendable (String) -> Void
    let shelf: SegmentShelf
    let directory: SegmentDirectory
    let pen: JournalPen
    let queue: CommitQueue
    /// The problem of the last round of `keep`, so that it is reported once instead of every second.
    let trouble = Mutex<String?>(nil)
    /// Records which segments there are; nil if nothing does.
    let keeper = Mutex<(any SegmentKeeper)?>(nil)

    /// Opens the journal in `path`, and creates it if necessary. A damaged segment is set aside with an alarm.
    ///
    /// - Throws: `StorageFailure` if the directory cannot be used or cannot provide the required durability.
    package init(at path: String, options: Options = Options()) throws {
        let (alarm, tellLoss) = (options.alarm, options.lost)
        let lost: @Sendable (String) -> Void = { sentence in
            alarm(sentence)
            tellLoss(sentence)
        }
        self.lost = lost
        let directory = try SegmentDirectory(path, durability: options.durability)
        let opening = try JournalOpening(directory: directory, witness: options.witness, alarm: lost)
        let (shelf, pen) = (opening.shelf, opening.pen)
        self.options = options
        self.directory = directory
        self.shelf = shelf
        self.pen = pen
        let hooks = CommitHooks(
            willCommit: { pen.willCommit($0) },
            didRollBack: { pen.didRollBack() },
            didCommit: { [durability = options.durability, witness = options.witness] in
                pen.didCommit()
                if durability == .full { witness?.last = pen.newest }
            },
            didComplete: options.didComplete,
            damaged: { Journal.replace(shelf: shelf, pen: pen, directory: directory, alarm: lost, $0) },
            makeRoom: options.makeRoom,
            healthChanged: { failure in
                if let failure { options.didFail(failure) }
                options.alarm(failure.map { "the journal cannot be written: \($0)" } ?? "the journal is written again")
            }
        )
        queue = CommitQueue(opening.store, name: "journal", hooks: hooks)
    }

    /// Writes one call. Returns at once, so it may be called on event loops.
    ///
    /// - Parameter completion: called once, on the writer's thread, with the call's sequence number when it is on
    ///   stable storage, or with a `StorageFailure`. Must be quick; `Options.didComplete` is called after each batch.
    /// - Throws: `Overloaded` if too much is waiting; then `completion` is not called.
    package func append(
        _ entry: JournalEntry,
        completion: @escaping @Sendable (Result<Int64, any Error>) -> Void
    ) throws(Overloaded) {
        let pen = pen
        try queue.submit(weight: entry.weight, isPlain: true, { try pen.write(entry, $0) }, completion: completion)
    }

    /// Writes one call, and returns its sequence number when it is on stable storage.
    ///
    /// - Throws: `Overloaded` or `StorageFailure`.
    @discardableResult
    package func append(_ entry: JournalEntry) async throws -> Int64 {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try append(entry) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Sets what records which segments there are.
    func tell(_ keeper: any SegmentKeeper) { self.keeper.withLock { $0 = keeper } }

    /// The segments and the calls in them, as far as they are committed.
    var chain: [LedgerRecord.JournalFile] {
        shelf.all.map { .init(number: $0.segment.number, first: $0.tally.first, last: $0.tally.through) }
    }

    /// Looks through the segments that are no longer written, once, for damage that opening them does not show.
    package func inspect() async {
        for shelved in shelf.all.dropLast() where !Task.isCancelled && !shelved.segment.isDamaged {
            let found: String?
            do {
                found = try await shelved.segment.read { db, _ in
                    try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
                }
            } catch StorageFailure.damaged(let text) {
                found = text
            } catch {
                continue
            }
            guard let found, found != "ok", shelf.all.contains(where: { $0.segment === shelved.segment }) else {
                continue
            }
            lost("\(shelved.segment.path) is damaged (\(found)); put it back from a backup")
        }
    }

    /// Why calls cannot be written at present; nil while they can.
    package var failure: StorageFailure? { queue.failure }

    /// The figures at `now`. Takes well under a millisecond, however many calls are recorded.
    package func counters(at now: Timestamp) -> JournalCounters { shelf.counters(at: now, total: pen.newest) }

    /// Stops accepting calls, writes the waiting ones, and closes all files.
    package func close() async {
        if let newest = shelf.newest {
            let pen = pen
            try? await queue.run { db in pen.saveTally(of: newest.segment, db) }
        }
        await queue.close()
        for shelved in shelf.all { shelved.segment.close() }
    }

    /// Begins a new segment. The former one becomes read-only.
    func rotate() async throws {
        guard let former = shelf.newest?.segment else { return }
        let pen = pen
        let shelf = shelf
        try await queue.run { db in pen.saveTally(of: former, db) }
        let next = try directory.create(former.number + 1)
        guard let store = next.store else { return }
        let formerStore = try await queue.redirect(to: store) {
            shelf.append(next)
            pen.move(to: next)
        }
        try? await formerStore.pool.writeWithoutTransaction { db in
            try? SegmentFacts.save(shelf.tally(of: former) ?? SegmentTally(), db)
            _ = try db.checkpoint(.truncate)
        }
        shelf.replace(former, with: Segment(number: former.number, path: former.path))
        keeper.withLock { $0 }?.write(self)
        former.close()
    }

    /// Replaces a damaged segment with a new one. Runs on the writer's thread.
    private static func replace(
        shelf: SegmentShelf,
        pen: JournalPen,
        directory: SegmentDirectory,
        alarm: @Sendable (String) -> Void,
        _ failure: StorageFailure
    ) -> SQLiteStore? {
        guard let bad = shelf.newest?.segment, let next = try? directory.create(bad.number + 1) else { return nil }
        bad.close()
        let kept = directory.setAside(bad.path)
        shelf.remove(bad)
        shelf.append(next)
        pen.move(to: next)
        alarm("a segment of the journal was damaged and is set aside as \(kept): \(failure)")
        return next.store
    }
}
