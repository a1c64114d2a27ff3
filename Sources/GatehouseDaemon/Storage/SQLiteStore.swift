internal import Foundation
package import GRDB
internal import GRDBSQLite
internal import Synchronization

/// An open SQLite file whose durability settings have been verified.
///
/// Reads use GRDB's reader connections and do not block the writer. Only the `CommitQueue` that owns the store may
/// write.
package final class SQLiteStore: Sendable {
    /// The database file.
    package let path: String
    package let durability: Durability
    /// The connections. Read through it; write only through the `CommitQueue`.
    package let pool: DatabasePool
    /// The pages in the write-ahead log after the newest commit.
    let logPages: LogPages

    /// Opens or creates the file.
    ///
    /// - Parameters:
    ///   - applicationID: the file's `application_id`; a file with another one is refused.
    ///   - readers: the maximum number of simultaneous reads.
    ///   - migrate: brings the schema up to date, on the writer's connection, outside any transaction.
    ///   - check: examines an existing file before anything in it changes; throws to refuse it.
    /// - Throws: `StorageFailure` if the file does not meet the requirements; errors of `migrate`.
    package init(
        path: String,
        durability: Durability,
        applicationID: Int32,
        readers: Int = 4,
        migrate: (Database) throws -> Void = { _ in },
        check: (Database) throws -> Void = { _ in }
    ) throws {
        try FileSystem.check(directoryOf: path)
        try StoreFile(path: path, applicationID: applicationID).look(check)
        try FileSystem.createPrivate(path)
        self.path = path
        self.durability = durability
        let logPages = LogPages()
        self.logPages = logPages
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(readers: readers))
            try pool.writeWithoutTransaction { db in
                // A file that is another program's was refused above.
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try Self.prepareWriter(db, durability: durability)
                logPages.watch(db)
                try migrate(db)
                try Self.verify(db, durability: durability)
            }
        } catch {
            throw StorageFailure(error)?.naming(path) ?? error
        }
    }

    /// Runs `body` on a reader's connection, in a separate snapshot. Suspends while all readers are busy.
    ///
    /// - Throws: `StorageFailure`, or errors of `body`.
    package func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do { return try await pool.read(body) } catch { throw StorageFailure(error) ?? error }
    }

    /// Closes all connections; the last one checkpoints the log and removes it.
    package func close() throws {
        do { try pool.close() } catch { throw StorageFailure(error) ?? error }
    }

    private static func configuration(readers: Int) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.label = "gatehouse"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -1024;
                    """
            )
        }
        return configuration
    }

    /// What GRDB sets up for the writer is replaced only now: it sets `synchronous=NORMAL` after `prepareDatabase`.
    private static func prepareWriter(_ db: Database, durability: Durability) throws {
        try db.execute(
            sql: """
                PRAGMA synchronous = \(durability.synchronous);
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_size_limit = \(Checkpoints.logSizeLimit);
                PRAGMA cache_size = -8192;
                """
        )
    }

    private static func verify(_ db: Database, durability: Durability) throws {
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard synchronous == durability.synchronous else {
            throw StorageFailure.unsuitable(
                "SQLite reports synchronous=\(synchronous ?? -1) where \(durability.synchronous) is needed; "
                    + "writes would not be safe, so the store stays closed"
            )
        }
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        guard mode == "wal" else {
            throw StorageFailure.unsuitable("SQLite reports journal_mode=\(mode ?? "none") where wal is needed")
        }
    }
}
