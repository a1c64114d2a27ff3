internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// The number of pages in the write-ahead log, as reported by SQLite after each commit.
final class LogPages: Sendable {
    private let pages = Atomic<Int>(0)

    /// The pages in the log after the newest commit, including those that a checkpoint has already copied.
    var count: Int { pages.load(ordering: .relaxed) }

    /// Starts counting the commits of this connection. The hook exists as long as the connection, so this object must
    /// live as long as that; `SQLiteStore` holds both.
    func watch(_ db: Database) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let log = Unmanaged<LogPages>.fromOpaque(context).takeUnretainedValue()
                log.pages.store(Int(pages), ordering: .relaxed)
                return SQLITE_OK
            },
            context
        )
    }
}
