extension PolicyHistory {
    /// Policies are stored whole, as applied, because a roll-back must restore the exact text.
    static let migration = Migration(
        "policy revisions",
        """
        CREATE TABLE policy_revision (
            number INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            uid INTEGER,
            user TEXT NOT NULL,
            comment TEXT,
            toml TEXT NOT NULL
        ) STRICT;
        """
    )
}
