internal import GRDB

/// The tables of one segment.
///
/// `call` is narrow, because filters walk it from the newest row down: there is no index to slow down the writer.
/// `approval` is the code of the approval that an inbound call met, or of the sign-up that an outbound one was made for.
/// `endpoint`, `issuer` and `decided` are ids of `name`, or the text itself once a segment has too many names.
enum JournalSchema {
    /// "GHjl".
    static let applicationID: Int32 = 0x4748_6A6C
    static let version = 1

    static func migrate(_ db: Database) throws {
        let present = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard present <= version else {
            throw StorageFailure.unsuitable(
                "the journal was written by a later version (format \(present), this one knows \(version)); "
                    + "use that version or move the file away"
            )
        }
        guard present == 0 else { return }
        try db.execute(
            sql: """
                BEGIN IMMEDIATE;
                CREATE TABLE call (
                    seq INTEGER PRIMARY KEY,
                    time INTEGER NOT NULL,
                    outcome INTEGER NOT NULL,
                    endpoint NOT NULL,
                    decided NOT NULL,
                    low INTEGER NOT NULL,
                    approval INTEGER,
                    email TEXT,
                    issuer,
                    status INTEGER NOT NULL,
                    took INTEGER NOT NULL,
                    step INTEGER,
                    dialect INTEGER,
                    direction INTEGER NOT NULL,
                    high INTEGER NOT NULL,
                    retry_high INTEGER,
                    retry_low INTEGER
                );
                CREATE TABLE call_body (
                    seq INTEGER PRIMARY KEY,
                    detail BLOB NOT NULL,
                    request BLOB,
                    response BLOB
                );
                CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
                CREATE TABLE fact (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
                PRAGMA user_version = \(version);
                COMMIT;
                """
        )
    }
}
