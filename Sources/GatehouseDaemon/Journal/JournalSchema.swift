internal import GRDB

/// The tables of one segment.
///
/// `call` is narrow, because filters scan it from the newest row down: there is no index that would slow down the
/// writer. `approval` is the code of the approval request that an inbound call found or created, or of the sign-up that
/// an outbound call was made for. `endpoint`, `issuer`, `decided` and `matched` are ids of `name`, or the text itself
/// once a segment has too many names. `matched` exists since format 2: the rules that matched, as `MatchedRules` joins
/// them.
enum JournalSchema {
    /// "GHjl".
    static let applicationID: Int32 = 0x4748_6A6C
    static let version = 2

    /// The format of a file; 0 before its tables are created.
    static func format(of db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

    /// Migrates from format 1 without rewriting any row.
    private static func addMatched(to db: Database) throws {
        try db.execute(
            sql: "BEGIN IMMEDIATE; ALTER TABLE call ADD COLUMN matched; PRAGMA user_version = \(version); COMMIT;"
        )
    }

    /// Refuses a file that a later version wrote.
    ///
    /// - Throws: `StorageFailure.unsuitable`.
    static func check(_ db: Database) throws {
        let present = try format(of: db)
        guard (0...version).contains(present) else {
            throw StorageFailure.unsuitable(
                "the journal was written by a later version (format \(present), this one knows \(version)); "
                    + "use that version or move the file away"
            )
        }
    }

    static func migrate(_ db: Database) throws {
        try check(db)
        let present = try format(of: db)
        if present == 1 { return try addMatched(to: db) }
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
                    retry_low INTEGER,
                    matched
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
