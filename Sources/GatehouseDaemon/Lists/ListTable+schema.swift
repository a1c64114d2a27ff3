extension ListTable {
    /// The state of a batch decides whether its rows count, so that an import of a million rows takes effect in one
    /// small transaction.
    static let migration = Migration(
        "lists",
        """
        CREATE TABLE list (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            revision INTEGER NOT NULL,
            updated INTEGER,
            source TEXT NOT NULL
        ) STRICT;
        CREATE TABLE list_batch (
            id INTEGER PRIMARY KEY,
            list INTEGER NOT NULL,
            state TEXT NOT NULL,
            by_hand INTEGER NOT NULL,
            source TEXT NOT NULL,
            shadows INTEGER NOT NULL DEFAULT 0,
            updated INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX list_batch_of ON list_batch (list, state);
        CREATE TABLE list_entry (
            id INTEGER PRIMARY KEY,
            list INTEGER NOT NULL,
            batch INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            value TEXT NOT NULL,
            comment TEXT,
            owner TEXT,
            ticket TEXT,
            created INTEGER NOT NULL,
            expires INTEGER,
            hits INTEGER NOT NULL DEFAULT 0,
            last_hit INTEGER
        ) STRICT;
        CREATE INDEX list_entry_key ON list_entry (list, kind, value);
        CREATE INDEX list_entry_of ON list_entry (list);
        CREATE INDEX list_entry_expiry ON list_entry (list, expires) WHERE expires IS NOT NULL;
        CREATE TABLE list_change (
            number INTEGER PRIMARY KEY,
            list INTEGER NOT NULL,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            inverse TEXT NOT NULL,
            undone INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX list_change_of ON list_change (list, number);
        CREATE TABLE list_hits (
            list INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            hits INTEGER NOT NULL,
            PRIMARY KEY (list, hour)
        ) STRICT, WITHOUT ROWID;
        """
    )
}
