internal import Foundation
internal import GRDB
internal import Synchronization

/// One file of the journal, with the calls of one day, or fewer if there are many. Old calls are removed by deleting
/// their file.
final class Segment: Sendable {
    /// Segments are numbered in the order in which they were written.
    let number: Int
    let path: String
    /// Whether its bodies have been wiped.
    let isSlim: Bool
    /// The file open for writing; nil for a read-only segment.
    let store: SQLiteStore?
    private let reader = Mutex<DatabasePool?>(nil)
    private let names = Mutex<[Int64: String]>([:])
    private let damage = Atomic<Bool>(false)

    init(number: Int, path: String, isSlim: Bool = false, store: SQLiteStore? = nil) {
        self.number = number
        self.path = path
        self.isSlim = isSlim
        self.store = store
    }

    /// Opens a segment for writing, and creates it if necessary.
    ///
    /// - Throws: `StorageFailure`.
    static func writable(_ number: Int, at path: String, durability: Durability) throws -> Segment {
        let store = try SQLiteStore(
            path: path,
            durability: durability,
            applicationID: JournalSchema.applicationID,
            migrate: JournalSchema.migrate,
            check: JournalSchema.check
        )
        return Segment(number: number, path: path, store: store)
    }

    /// Whether a read has found the file damaged. It is then no longer read.
    var isDamaged: Bool { damage.load(ordering: .relaxed) }

    /// Runs `body` in a snapshot, with the segment's names.
    ///
    /// - Throws: `StorageFailure`, or errors of `body`.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database, [Int64: String]) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool().read { [self] db in try body(db, refreshedNames(db)) }
        } catch {
            let failure = StorageFailure(error)
            if case .damaged? = failure { damage.store(true, ordering: .relaxed) }
            throw failure ?? error
        }
    }

    /// Like `read`, but on the calling thread, for work on a dedicated thread.
    func readNow<Value>(_ body: (Database, [Int64: String]) throws -> Value) throws -> Value {
        do {
            return try pool().read { db in try body(db, refreshedNames(db)) }
        } catch {
            let failure = StorageFailure(error)
            if case .damaged? = failure { damage.store(true, ordering: .relaxed) }
            throw failure ?? error
        }
    }

    /// Upgrades a closed segment from an earlier version to the current format.
    ///
    /// - Throws: `StorageFailure`.
    func upgrade() throws {
        do {
            let format = try StoreFile(path: path, applicationID: JournalSchema.applicationID).look { db in
                try JournalSchema.check(db)
                return try JournalSchema.format(of: db)
            }
            guard let format else { throw StorageFailure.damaged("\(path) is empty") }
            guard format < JournalSchema.version else { return }
            let writing = try DatabaseQueue(path: path)
            defer { try? writing.close() }
            try writing.inDatabase { try JournalSchema.migrate($0) }
        } catch {
            throw StorageFailure(error)?.naming(path) ?? error
        }
    }

    /// Reads the facts needed at start, over a separate connection.
    func facts(recent: Int) throws -> SegmentFacts {
        do {
            if let store { return try store.pool.read { try SegmentFacts.read($0, recent: recent) } }
            let queue = try DatabaseQueue(path: path, configuration: Self.readOnly)
            defer { try? queue.close() }
            return try queue.read { try SegmentFacts.read($0, recent: recent) }
        } catch {
            throw StorageFailure(error) ?? error
        }
    }

    /// Closes all connections. Waits for reads in progress; later ones open the file again.
    func close() {
        let pool = reader.withLock { pool in
            defer { pool = nil }
            return pool
        }
        try? pool?.close()
        try? store?.close()
    }

    private func pool() throws -> DatabasePool {
        if let store { return store.pool }
        return try reader.withLock { pool in
            if let pool { return pool }
            let opened = try DatabasePool(path: path, configuration: Self.readOnly)
            pool = opened
            return opened
        }
    }

    /// The names, including those added since the last read. Ids only grow, and names never change.
    private func refreshedNames(_ db: Database) throws -> [Int64: String] {
        let known = names.withLock { $0 }
        let fresh = try Row.fetchAll(db, sql: "SELECT id, text FROM name WHERE id > ?", arguments: [known.count])
        guard !fresh.isEmpty else { return known }
        return names.withLock { names in
            for row in fresh { names[row[0]] = row[1] }
            return names
        }
    }

    private static var readOnly: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -256; PRAGMA cell_size_check = ON")
        }
        return configuration
    }
}
