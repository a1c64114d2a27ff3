internal import GRDB

/// When the write-ahead log is moved into the database file. Always on the writer's thread: SQLite before 3.51.3 can
/// damage a database when one connection commits at the instant another one checkpoints (sqlite.org/changes.html).
struct Checkpoints {
    /// The log's size that is kept on disk, bytes.
    static let logSizeLimit = 64 << 20
    /// Pages (4 KiB each) between two checkpoints under load.
    static let interval = 1000

    /// Pages of the log that are copied already.
    private var copied = 0
    private let log: LogPages

    init(_ log: LogPages) { self.log = log }

    /// Whether anything is left to copy.
    var hasWork: Bool { log.count != copied }

    /// Copies the log if it has grown enough to do so while others wait.
    mutating func runIfDue(_ db: Database) {
        // A log that is shorter than what was copied has begun anew.
        if log.count < copied { copied = 0 }
        if log.count - copied >= Self.interval { run(db) }
    }

    /// Copies what readers allow. A failure is left to the next commit to report: nothing is lost by not copying.
    mutating func run(_ db: Database) {
        if log.count * 4096 > Self.logSizeLimit {
            // Only this kind waits for readers, so it must not: calls are waiting behind it.
            try? db.execute(sql: "PRAGMA busy_timeout = 0")
            // Not "truncate": an empty log is how the next start knows that somebody removed one. SQLite cuts it to
            // its limit when it begins anew.
            _ = try? db.checkpoint(.restart)
            try? db.execute(sql: "PRAGMA busy_timeout = 5000")
        } else {
            _ = try? db.checkpoint(.passive)
        }
        copied = log.count
    }
}
