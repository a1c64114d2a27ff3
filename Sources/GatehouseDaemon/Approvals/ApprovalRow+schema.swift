extension ApprovalRow {
    /// The partial unique index guarantees one open request per applicant and queue.
    static let migration = Migration(
        "approvals",
        """
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
    )
}
