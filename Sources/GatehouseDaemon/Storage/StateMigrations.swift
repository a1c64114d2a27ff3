import GRDB

/// How state.db came to its present shape, oldest first. A released step is never edited; a new one is added.
enum StateMigrations {
    /// Brings the database to the newest shape; each step is one transaction.
    static func run(on writer: some DatabaseWriter) throws {
        try migrator.migrate(writer)
        try writer.writeWithoutTransaction { db in
            guard try format(of: db) != version else { return }
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// The format that this program writes: the number of steps.
    static var version: Int { migrator.migrations.count }

    /// The format of a file, as its `user_version` says; 0 in files of versions that did not write it.
    static func format(of db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

    /// Refuses a file that a later version wrote. It reads and writes nothing that it does not know.
    ///
    /// - Throws: `StorageFailure.unsuitable` with the file, both formats and the remedy.
    static func check(_ db: Database, of path: String) throws {
        let present = try format(of: db)
        let applied = try db.tableExists("grdb_migrations") ? try migrator.appliedIdentifiers(db) : []
        let unknown = applied.subtracting(migrator.migrations).sorted()
        guard !(0...version).contains(present) || !unknown.isEmpty else { return }
        let steps = unknown.isEmpty ? "" : ", with unknown parts: \(unknown.prefix(5).joined(separator: ", "))"
        throw StorageFailure.unsuitable(
            "\(path) was written by a later version (format \(max(present, applied.count))\(steps); "
                + "this version knows format \(version)); use that version, or restore a backup that this version made"
        )
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Every change needs somebody to answer for it, so the audit log comes first. Its head is a row of its own, so
        // that cutting records off the end is noticed.
        migrator.registerMigration("audit") { try $0.execute(sql: audit) }
        // Policies are kept whole, as applied, because a roll-back must bring back the very text.
        migrator.registerMigration("policy revisions") { try $0.execute(sql: policyRevisions) }
        // One row a request; the partial unique index is what makes "one open request per applicant and queue" hold.
        migrator.registerMigration("approvals") { try $0.execute(sql: approvals) }
        // Rows of an import become visible and vanish by their batch's state, so that a million rows change in one
        // small transaction.
        migrator.registerMigration("lists") { try $0.execute(sql: lists) }
        // A reply is kept beside the effect it reports, so that a client that lost it can ask again.
        migrator.registerMigration("idempotency keys") { try $0.execute(sql: idempotency) }
        // Sign-ups of our own user flows and the accounts they make, in one file, so that both change in one transaction.
        migrator.registerMigration("user flows") { try $0.execute(sql: FlowSchema.tables) }
        // Rules have no rows of their own: their matches are kept under their names, by the hour.
        migrator.registerMigration("rule hits") { try $0.execute(sql: RuleTally.table) }
        // Drafts are of nobody's concern but their authors' until they are applied, so they have a table of their own.
        migrator.registerMigration("policy drafts") { try $0.execute(sql: policyDrafts) }
        // Each import of reference data is a file beside this one, in force once a row names it. What people removed
        // by hand of an imported list is remembered, so that a newer edition of the file does not bring it back.
        migrator.registerMigration("reference data") {
            try $0.execute(sql: StoredTable.schema)
            try $0.execute(sql: ListTable.overridesSchema)
        }
        // What a probe proved holds for one definition of a connector, and across restarts.
        migrator.registerMigration("connector proofs") { try $0.execute(sql: ConnectorProofs.table) }
        // Whether this file or the journal beside it has lost something is seen by what each says of the other.
        migrator.registerMigration("store identity") { try $0.execute(sql: StoreIdentity.table) }
        return migrator
    }

    private static let audit = """
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

    private static let policyRevisions = """
        CREATE TABLE policy_revision (
            number INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            uid INTEGER,
            user TEXT NOT NULL,
            comment TEXT,
            toml TEXT NOT NULL
        ) STRICT;
        """

    private static let policyDrafts = """
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

    private static let approvals = """
        CREATE TABLE approval (
            id BLOB NOT NULL UNIQUE,
            code INTEGER NOT NULL,
            queue TEXT NOT NULL,
            state TEXT NOT NULL,
            applicant BLOB NOT NULL,
            email TEXT,
            canonical TEXT,
            domain TEXT,
            display_name TEXT,
            issuer TEXT,
            asks INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            expires INTEGER,
            asked_by TEXT NOT NULL,
            taken_by TEXT,
            taken_uid INTEGER,
            taken_until INTEGER,
            decided_by TEXT,
            decided_uid INTEGER,
            decided_at INTEGER,
            reason TEXT,
            message TEXT,
            provisioning TEXT NOT NULL,
            revision INTEGER NOT NULL,
            first_vote_by TEXT,
            first_vote_uid INTEGER,
            claims TEXT NOT NULL,
            call BLOB
        ) STRICT;
        CREATE UNIQUE INDEX approval_open ON approval (applicant, queue) WHERE state = 'pending';
        CREATE INDEX approval_applicant ON approval (applicant, queue, id);
        CREATE INDEX approval_canonical ON approval (canonical, id) WHERE canonical IS NOT NULL;
        CREATE INDEX approval_domain ON approval (domain, id) WHERE domain IS NOT NULL;
        CREATE INDEX approval_domain_state ON approval (domain, state) WHERE domain IS NOT NULL;
        CREATE INDEX approval_code ON approval (code);
        CREATE INDEX approval_state ON approval (state, id);
        CREATE INDEX approval_expiry ON approval (expires) WHERE state = 'pending' AND expires IS NOT NULL;
        CREATE TABLE approval_comment (
            number INTEGER PRIMARY KEY,
            approval BLOB NOT NULL,
            time INTEGER NOT NULL,
            uid INTEGER,
            user TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX approval_comment_of ON approval_comment (approval, number);
        """

    private static let lists = """
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

    private static let idempotency = """
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
}
