import Foundation
import StrictTOML

/// Examines the state directory before anything is opened for writing, and finds what is missing.
///
/// state.db, the journal's segments and the ledger each record something about the others: their identity, how far they
/// had got, and which files existed. The inspection changes nothing.
struct StoreInspection: Sendable {
    /// What is missing, in sentences; empty if nothing is.
    private(set) var losses: [String] = []
    /// Remarks for an admin about things that are not losses.
    private(set) var remarks: [String] = []
    /// The ledger's content; nil if there is no ledger.
    let ledger: LedgerRecord?
    /// The identity in state.db; nil if the file is missing, empty, or of a version that stored no identity.
    private(set) var identity: StoreIdentity?
    /// The highest number of changes, and the newest call, that any of the files records.
    private(set) var commits: Int64 = 0
    private(set) var lastCall: Int64 = 0

    private let directory: String
    private var segments: [SegmentLook] = []
    private var hasState = false
    /// Table files that state.db names but that are missing.
    private var lostTables: [String] = []

    /// - Parameter directory: the state directory; it need not exist.
    /// - Throws: `StorageFailure` for a file that this version cannot use, because it is from a later version or
    ///   another program.
    init(_ directory: String) throws {
        self.directory = directory
        try Ballast.check(directory + "/ballast")
        ledger = try Ledger.read(directory + "/ledger")
        segments = try SegmentLook.all(in: directory + "/journal")
        let tables = try lookAtState()
        commits = max(ledger?.commits ?? 0, segments.compactMap(\.commits).max() ?? 0, identity?.commits ?? 0)
        lastCall = max(ledger?.last ?? 0, identity?.lastCall ?? 0, segments.map(\.last).max() ?? 0)
        compareState()
        compareLogs()
        compareSegments()
        for (name, file) in tables where FileSystem.size(directory + "/tables/" + file) == nil {
            losses.append("tables/\(file) is missing: the rows of the table \(name.quoted())")
            lostTables.append(file)
        }
        if ledger == nil, identity != nil { remarks.append("the ledger was missing; it is written anew") }
    }

    /// All losses and the remedy, as one sentence.
    var problem: String {
        let shown = losses.prefix(Self.shown).joined(separator: "; ")
        let more = losses.count > Self.shown ? "; and \(losses.count - Self.shown) more" : ""
        return "\(directory): something is missing that was there before: \(shown)\(more). "
            + "Put back what is missing from a backup, or start once with --accept-loss to go on without it"
    }

    private static let shown = 10

    // MARK: - state.db

    /// Returns the tables that have rows according to state.db, with their files.
    private mutating func lookAtState() throws -> [(String, String)] {
        let path = directory + "/state.db"
        let file = StoreFile(path: path, applicationID: StateStore.applicationID)
        let found: (identity: StoreIdentity?, tables: [(String, String)], isMade: Bool)?
        found = try file.inspect { transaction in
            try Migrations(StateSchema.migrations).check(transaction, of: path)
            let tables: [(String, String)] =
                try transaction.hasTable("reference_table")
                ? try transaction.rows("SELECT name, file FROM reference_table WHERE state = 'live'") { row in
                    (try row[0], try row[1])
                } : []
            return (try StoreIdentity.read(transaction), tables, try transaction.hasTable("audit"))
        }
        identity = found?.identity
        hasState = found?.isMade ?? false
        return found?.tables ?? []
    }

    private mutating func compareState() {
        let hasCalls = segments.contains { $0.last > 0 }
        guard hasState else {
            guard ledger != nil || commits > 0 || hasCalls else { return }
            let what = FileManager.default.fileExists(atPath: directory + "/state.db") ? "is empty" : "is missing"
            losses.append("state.db \(what): policy, lists, approvals and the audit log")
            return
        }
        guard let identity else {
            // The file was written by an earlier version, or is a restored copy from one.
            if ledger != nil { losses.append("state.db is an old copy: the changes since it was made") }
            return
        }
        if let ledger, ledger.store != identity.store {
            losses.append("state.db belongs to another store than the journal and the ledger beside it")
        } else if identity.commits < commits {
            losses.append(
                "state.db is not the newest: it has \(identity.commits) changes, and \(commits) were written"
            )
        }
    }

    // MARK: - Logs

    /// A killed daemon leaves its write-ahead logs behind, and they hold its last changes.
    private mutating func compareLogs() {
        for name in ledger?.logs ?? [] where (FileSystem.size(directory + "/" + name) ?? 0) == 0 {
            if name == "state.db-wal" {
                guard hasState else { continue }
            } else {
                // A segment's log is no longer needed once a newer segment exists.
                guard let newest = segments.last, name == "journal/\(SegmentDirectory.name(newest.number))-wal" else {
                    continue
                }
            }
            losses.append("\(name) is missing: the last changes before the daemon was killed")
        }
    }

    // MARK: - The journal

    private mutating func compareSegments() {
        let known = Dictionary((ledger?.segments ?? []).map { ($0.number, $0) }) { $1 }
        let present = Dictionary(segments.map { ($0.number, $0) }) { $1 }
        for segment in segments {
            if let damage = segment.damage {
                losses.append("journal/\(segment.name) cannot be read: \(damage)")
            } else if let store = segment.store, let identity, store != identity.store, known[segment.number] == nil {
                losses.append("journal/\(segment.name) belongs to another store")
            }
        }
        for segment in (ledger?.segments ?? []) where segment.last > 0 {
            let name = "journal/\(SegmentDirectory.name(segment.number))"
            guard let found = present[segment.number] else {
                losses.append("\(name) is missing: calls \(segment.first) to \(segment.last)")
                continue
            }
            guard found.damage == nil else { continue }
            if found.last < segment.last || found.first != segment.first {
                losses.append(
                    "\(name) is not the newest: it has calls \(found.first) to \(found.last), "
                        + "and \(segment.first) to \(segment.last) were written"
                )
            }
        }
        let last = max(ledger?.last ?? 0, segments.map(\.last).max() ?? 0)
        if segments.allSatisfy({ $0.damage == nil }), let identity, identity.lastCall > last {
            losses.append("calls \(last + 1) to \(identity.lastCall) are missing at the end of the journal")
        }
    }
}

extension StoreInspection {
    /// Updates state.db to what is left after the loss, so that the next start does not find the loss again.
    func accept(_ transaction: Transaction) throws {
        guard let opened = try StoreIdentity.read(transaction) else { return }
        let accepted = StoreIdentity(
            store: hasState ? opened.store : ledger?.store ?? opened.store,
            commits: max(opened.commits, commits) + 1,
            lastCall: segments.filter { $0.damage == nil }.map(\.last).max() ?? 0
        )
        try accepted.write(transaction)
        for file in lostTables {
            try transaction.execute("DELETE FROM reference_table WHERE file = ?", [file])
        }
    }
}
