internal import GRDB

/// Decides when the write-ahead log is copied into the database file. Always runs on the writer's thread, because
/// SQLite before 3.51.3 can damage a database if one connection commits while another one checkpoints
/// (sqlite.org/changes.html).
struct Checkpoints {
    /// The maximum size of the log on disk, in bytes.
    static let logSizeLimit = 64 << 20
    /// The number of pages (4 KiB each) between two checkpoints under load.
    static let interval = 1000

    /// The number of pages of the log that have been copied.
    private var copied = 0
    private let log: LogPages

    init(_ log: LogPages) { self.log = log }

    /// Whether there are pages left to copy.
    var hasWork: Bool { log.count != copied }

    /// Runs a checkpoint if the log has grown enough to justify it while calls are waiting.
    mutating func runIfDue(_ db: Database) {
        // If the log is shorter than what was copied, it has been restarted.
        if log.count < copied { copied = 0 }
        if log.count - copied >= Self.interval { run(db) }
    }

    /// Copies the pages that readers allow. A failure is not reported here: nothing is lost, and the next commit
    /// reports it.
    mutating func run(_ db: Database) {
        if log.count * 4096 > Self.logSizeLimit {
            // Only this kind of checkpoint waits for readers. It must not, because calls are waiting behind it.
            try? db.execute(sql: "PRAGMA busy_timeout = 0")
            // Not "truncate": an empty log tells the next start that somebody removed one. SQLite cuts the log to its
            // limit when it restarts it.
            _ = try? db.checkpoint(.restart)
            try? db.execute(sql: "PRAGMA busy_timeout = 5000")
        } else {
            _ = try? db.checkpoint(.passive)
        }
        copied = log.count
    }
}
