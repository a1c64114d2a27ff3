extension IdempotencyStore {
    /// A reply is stored together with the effect that it reports, so that a client that lost the reply can ask again.
    static let migration = Migration(
        "idempotency keys",
        """
        CREATE TABLE idempotency (
            uid INTEGER NOT NULL,
            key TEXT NOT NULL,
            method TEXT NOT NULL,
            path TEXT NOT NULL,
            body_hash BLOB NOT NULL,
            time INTEGER NOT NULL,
            status INTEGER NOT NULL,
            revision INTEGER,
            body BLOB NOT NULL,
            PRIMARY KEY (uid, key)
        ) STRICT;
        CREATE INDEX idempotency_time ON idempotency (time);
        """
    )
}
