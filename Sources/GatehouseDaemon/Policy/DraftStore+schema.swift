extension DraftStore {
    /// Drafts concern only their authors until they are applied, so they have a table of their own.
    static let migration = Migration(
        "policy drafts",
        """
        CREATE TABLE policy_draft (
            name TEXT PRIMARY KEY,
            base INTEGER NOT NULL,
            uid INTEGER,
            user TEXT NOT NULL,
            updated INTEGER NOT NULL,
            edition INTEGER NOT NULL,
            toml TEXT NOT NULL
        ) STRICT;
        """
    )
}
