extension AuditLog {
    /// The head of the chain has a row of its own, so that removing records from the end is noticed.
    static let migration = Migration(
        "audit",
        """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            uid INTEGER,
            user TEXT NOT NULL,
            role TEXT,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            before TEXT,
            after TEXT,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE audit_head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            sequence INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        INSERT INTO audit_head VALUES (1, 0, zeroblob(32));
        """
    )
}
