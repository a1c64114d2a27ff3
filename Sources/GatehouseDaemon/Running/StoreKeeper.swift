import Foundation
import Logging
import Synchronization

/// Keeps the ledger up to date: it records what the stores hold, so that the next start can compare.
final class StoreKeeper: SegmentKeeper {
    private struct State {
        var segments: [Int: LedgerRecord.JournalFile]
        var written: LedgerRecord?
        var isStopping = false
        var trouble: String?
    }

    private let directory: StateDirectory
    private let durability: Durability
    private let store: StateStore
    private let ledger: Ledger?
    private let logger: Logger
    private let state: Mutex<State>

    /// - Parameter known: the segments in the previous ledger; they stay in it until retention removes them.
    init(
        _ directory: StateDirectory,
        durability: Durability,
        store: StateStore,
        known: [LedgerRecord.JournalFile],
        logger: Logger
    ) {
        self.directory = directory
        self.durability = durability
        self.store = store
        self.logger = logger
        state = Mutex(State(segments: Dictionary(known.map { ($0.number, $0) }) { $1 }))
        do throws(StorageFailure) { ledger = try Ledger(path: directory.ledger) } catch {
            ledger = nil
            logger.error("ledger", metadata: ["alarm": "the ledger cannot be used: \(error)"])
        }
    }

    /// Records what the stores hold, if that has changed. A failure is logged once and retried the next time.
    func write(_ journal: Journal) { update(journal, removing: []) }

    /// Records the stores without segments that are about to be removed because they are past retention.
    ///
    /// - Throws: `StorageFailure` if the ledger cannot be written; then the segments must stay.
    func forget(_ numbers: [Int], _ journal: Journal) throws {
        if let failure = update(journal, removing: numbers) { throw failure }
    }

    /// Records that the stores end in an orderly way, so that the next start expects no write-ahead logs. Must be
    /// called before they close.
    func stop(_ journal: Journal) {
        state.withLock { $0.isStopping = true }
        update(journal, removing: [])
    }

    @discardableResult
    private func update(_ journal: Journal, removing numbers: [Int]) -> StorageFailure? {
        guard let ledger else { return nil }
        return state.withLock { state in
            for number in numbers { state.segments[number] = nil }
            let commits = store.commitCount
            let chain = journal.chain
            for segment in chain where !numbers.contains(segment.number) { state.segments[segment.number] = segment }
            let segments = state.segments.values.sorted { $0.number < $1.number }
            let record = LedgerRecord(
                store: store.witness.store,
                commits: commits,
                last: max(state.written?.last ?? 0, store.witness.last, chain.map(\.last).max() ?? 0),
                segments: Array(segments.suffix(LedgerRecord.segmentLimit)),
                logs: state.isStopping ? [] : logs(of: chain)
            )
            guard record != state.written else { return nil }
            do throws(StorageFailure) {
                // The ledger must never be ahead of what it describes: a commit may still be in memory only.
                if durability == .relaxed || state.written == nil { try syncLogs(chain) }
                try ledger.write(record)
                if state.written == nil { try FileSystem.sync(directory: directory.path) }
                store.witness.commits = max(store.witness.commits, commits)
                store.witness.last = max(store.witness.last, record.last)
                state.written = record
                state.trouble = nil
                return nil
            } catch {
                if state.trouble == nil { logger.error("ledger", metadata: ["alarm": "not written: \(error)"]) }
                state.trouble = "\(error)"
                return error
            }
        }
    }

    private func logs(of chain: [LedgerRecord.JournalFile]) -> [String] {
        var names = ["state.db-wal"]
        if let newest = chain.last { names.append("journal/\(SegmentDirectory.name(newest.number))-wal") }
        return names.filter { (FileSystem.size(directory.path + "/" + $0) ?? 0) > 0 }
    }

    private func syncLogs(_ chain: [LedgerRecord.JournalFile]) throws(StorageFailure) {
        let names = ["state.db-wal"] + chain.map { "journal/\(SegmentDirectory.name($0.number))-wal" }
        for name in names {
            let descriptor = open(directory.path + "/" + name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard fdatasync(descriptor) == 0 else { throw .syncFailed(name) }
        }
        try FileSystem.sync(directory: directory.journal)
        try FileSystem.sync(directory: directory.path)
    }
}
