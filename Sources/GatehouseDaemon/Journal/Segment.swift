internal import Foundation
internal import GRDB
internal import Synchronization

/// One file of the journal: the calls of a day, or fewer when they are many. Removing old calls is removing a file.
final class Segment: Sendable {
    /// Segments are numbered in the order in which they were written.
    let number: Int
    let path: String
    /// Whether its bodies are wiped.
    let isSlim: Bool
    /// The file as it is open for writing; nil for a segment that is only read any more.
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

    /// Opens a segment for writing, and creates it if need be.
    ///
    /// - Throws: `StorageFailure`.
    static func writable(_ number: Int, at path: String, durability: Durability) throws -> Segment {
        let store = try SQLiteStore(
            path: path,
            durability: durability,
            applicationID: JournalSchema.applicationID,
            check: JournalSchema.check,
            migrate: JournalSchema.migrate
        )
        return Segment(number: number, path: path, store: store)
    }

    /// Whether a read has found the file damaged. Nothing more is read from it.
    var isDamaged: Bool { damage.load(ordering: .relaxed) }

    /// Runs `body` in a snapshot, with the texts of the segment's names.
    ///
    /// - Throws: `StorageFailure`, or what `body` throws.
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

    /// The same on the calling thread, for work that has a thread of its own.
    func readNow<Value>(_ body: (Database, [Int64: String]) throws -> Value) throws -> Value {
        do {
            return try pool().read { db in try body(db, refreshedNames(db)) }
        } catch {
            let failure = StorageFailure(error)
            if case .damaged? = failure { damage.store(true, ordering: .relaxed) }
            throw failure ?? error
        }
    }

    /// Brings a closed segment that an earlier version wrote to the present format.
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

    /// Reads what a start needs to know, over a connection of its own.
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

    /// Closes all connections. Reads that are under way end first; later ones open the file again.
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

    /// The names with those that were added since they were last read. Ids only grow, and nothing is ever changed.
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
