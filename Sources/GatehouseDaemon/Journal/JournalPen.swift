internal import GRDB
internal import GRDBSQLite
internal import GatehouseModel
internal import NIOCore
internal import Synchronization

/// Writes entries into the open segment, and counts them once they are on stable storage.
///
/// Used only on the writer's thread; the lock is only ever contended for the duration of a counter read.
final class JournalPen: Sendable {
    private struct State {
        var segment: Segment
        /// The sequence number of the next entry, and that of the next entry if the current batch is rolled back.
        var next: Int64
        var committed: Int64
        var names: [String: Int64]
        /// Names that the current batch has added.
        var freshNames: [String] = []
        /// The calls to count once the current batch is committed.
        var written: [SegmentTally.Counted] = []
        var uncountedSince = 0
        /// The number of changes of state.db that this segment recorded last; nil before the first record.
        var toldCommits: Int64?
    }

    /// The maximum number of names per segment; beyond it the text itself is stored. Callers can invent any number of
    /// unknown endpoints.
    static let nameLimit = 4096
    /// The number of calls between two saved tallies.
    static let tallyInterval = 10_000

    private let state: Mutex<State>
    private let shelf: SegmentShelf
    private let witness: StoreWitness?

    init(segment: Segment, names: [String: Int64], next: Int64, shelf: SegmentShelf, witness: StoreWitness? = nil) {
        self.shelf = shelf
        self.witness = witness
        state = Mutex(State(segment: segment, next: next, committed: next, names: names))
    }

    /// Continues in an empty segment.
    func move(to segment: Segment) {
        state.withLock { state in
            state.segment = segment
            state.names = [:]
            state.freshNames = []
            state.written = []
            state.uncountedSince = 0
            state.toldCommits = nil
            state.next = state.committed
        }
    }

    /// The sequence number of the newest entry on stable storage.
    var newest: Int64 { state.withLock { $0.committed - 1 } }

    /// Writes one entry; returns its sequence number.
    func write(_ entry: JournalEntry, _ db: Database) throws -> Int64 {
        var entry = entry
        entry.call = entry.measured()
        return try state.withLock { [entry] state in
            let sequence = state.next
            try Self.insertCall(entry, sequence, db, &state)
            try Self.insertBody(entry, sequence, db)
            state.next += 1
            state.written.append(SegmentTally.Counted(entry, sequence: sequence))
            return sequence
        }
    }

    func didRollBack() {
        state.withLock { state in
            state.next = state.committed
            for name in state.freshNames { state.names[name] = nil }
            state.freshNames = []
            state.written = []
            state.toldCommits = nil
        }
    }

    func didCommit() {
        let (written, segment) = state.withLock { state in
            state.committed = state.next
            state.freshNames = []
            state.uncountedSince += state.written.count
            defer { state.written = [] }
            return (state.written, state.segment)
        }
        shelf.count(written, in: segment)
    }

    /// Saves the tally from time to time, in the transaction that is about to be committed.
    func willCommit(_ db: Database) {
        noteState(db)
        let segment = state.withLock { state -> Segment? in
            guard state.uncountedSince >= Self.tallyInterval else { return nil }
            state.uncountedSince = 0
            return state.segment
        }
        if let segment { saveTally(of: segment, db) }
    }

    /// Records the state of state.db for the next start to compare, if it has changed. A failure here also fails the
    /// whole transaction, which reports it.
    private func noteState(_ db: Database) {
        guard let witness else { return }
        let commits = witness.commits
        guard state.withLock({ $0.toldCommits }) != commits else { return }
        let sql = "INSERT OR REPLACE INTO fact (key, value) VALUES ('store', ?), ('commits', ?)"
        guard (try? db.cachedStatement(sql: sql).execute(arguments: [witness.store, commits])) != nil else { return }
        state.withLock { $0.toldCommits = commits }
    }

    /// Saves the tally of everything committed so far. A failure only makes the next start slower.
    func saveTally(of segment: Segment, _ db: Database) {
        guard let tally = shelf.tally(of: segment), tally.through > 0 else { return }
        try? SegmentFacts.save(tally, db)
    }

    /// The stored form of a name in the open segment.
    func nameValue(of text: String, _ db: Database) throws -> NameValue {
        try state.withLock { state in try Self.name(text, db, &state) }
    }

    // MARK: - Rows

    private static func insertCall(
        _ entry: JournalEntry,
        _ sequence: Int64,
        _ db: Database,
        _ state: inout State
    ) throws {
        let call = entry.call
        let endpoint = try name(call.endpoint, db, &state)
        let decided = try name(call.decidedBy.rawValue, db, &state)
        let issuer = try call.issuer.map { try name($0, db, &state) }
        let matched = try MatchedRules.joined(call.matched).map { try name($0, db, &state) }
        var row = try RowInsert(
            """
            INSERT INTO call (seq, time, outcome, endpoint, decided, low, approval, email, issuer, status, took, step,
            dialect, direction, high, retry_high, retry_low, matched) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            db
        )
        row.bind(sequence)
        row.bind(call.time.milliseconds)
        row.bind(CallCodes.code(call.outcome))
        row.bind(endpoint)
        row.bind(decided)
        row.bind(Int64(bitPattern: call.id.low))
        row.bind((entry.approval ?? call.signUp).map { Int64($0.value) })
        row.bind(call.email)
        row.bind(issuer)
        row.bind(Int64(call.status))
        row.bind(Int64(nearest: call.tookMs * 1000))
        row.bind(call.step.flatMap { CallCodes.code($0, in: CallCodes.steps) })
        row.bind(call.dialect.flatMap { CallCodes.code($0, in: CallCodes.dialects) })
        row.bind(CallCodes.code(call.direction, in: CallCodes.directions))
        row.bind(Int64(bitPattern: call.id.high))
        row.bind(call.retryOf.map { Int64(bitPattern: $0.high) })
        row.bind(call.retryOf.map { Int64(bitPattern: $0.low) })
        row.bind(matched)
        try row.execute()
    }

    private static func insertBody(_ entry: JournalEntry, _ sequence: Int64, _ db: Database) throws {
        let detail = KeptDetail(
            trace: entry.trace,
            message: entry.message,
            problem: entry.problem,
            client: entry.client
        ).bytes
        var row = try RowInsert("INSERT INTO call_body (seq, detail, request, response) VALUES (?,?,?,?)", db)
        row.bind(sequence)
        detail.withUnsafeBytes { row.bind($0) }
        entry.request.withUnsafeReadableBytes { row.bind($0) }
        entry.response.withUnsafeBytes { row.bind($0) }
        try row.execute()
    }

    /// The stored form of `text`: the id of a name, or the text itself if there are too many names.
    private static func name(_ text: String, _ db: Database, _ state: inout State) throws -> NameValue {
        if let id = state.names[text] { return .id(id) }
        guard state.names.count < nameLimit else { return .text(text) }
        let id = Int64(state.names.count + 1)
        var row = try RowInsert("INSERT INTO name (id, text) VALUES (?,?)", db)
        row.bind(id)
        row.bind(text)
        try row.execute()
        state.names[text] = id
        state.freshNames.append(text)
        return .id(id)
    }
}

/// A name as stored in a row.
enum NameValue: Sendable, Hashable, DatabaseValueConvertible {
    case id(Int64)
    case text(String)

    var databaseValue: DatabaseValue {
        switch self {
        case .id(let id): id.databaseValue
        case .text(let text): text.databaseValue
        }
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> NameValue? {
        Int64.fromDatabaseValue(value).map(NameValue.id) ?? String.fromDatabaseValue(value).map(NameValue.text)
    }
}
