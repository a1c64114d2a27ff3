internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// How many pages the write-ahead log holds, as SQLite reports it after each commit.
final class LogPages: Sendable {
    private let pages = Atomic<Int>(0)

    /// Pages in the log after the newest commit, those included that a checkpoint has copied already.
    var count: Int { pages.load(ordering: .relaxed) }

    /// Starts counting the commits of this connection. The hook goes with the connection, so this object must live
    /// as long as the connection does; `SQLiteStore` holds both.
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
