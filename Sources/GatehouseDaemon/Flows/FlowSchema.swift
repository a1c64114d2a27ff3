/// The tables of user flows: sign-ups, their history, the funnels, and the local directory.
enum FlowSchema {
    /// A flow's definition is stored once, however many sign-ups began under it. Unique indexes guarantee that an
    /// account's address and identities are unique, even with concurrent writers.
    static let migration = Migration(
        "user flows",
        """
        CREATE TABLE flow_definition (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE sign_up (
            number INTEGER PRIMARY KEY,
            high INTEGER NOT NULL,
            low INTEGER NOT NULL,
            code INTEGER NOT NULL,
            flow TEXT NOT NULL,
            definition INTEGER NOT NULL,
            stage TEXT NOT NULL,
            email TEXT,
            canonical TEXT,
            identity BLOB,
            display_name TEXT,
            issuer TEXT,
            started INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            given_up INTEGER,
            account TEXT,
            message TEXT,
            problem TEXT,
            validations INTEGER NOT NULL,
            moments INTEGER NOT NULL,
            state TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX sign_up_id ON sign_up (high, low);
        CREATE INDEX sign_up_code ON sign_up (code);
        CREATE INDEX sign_up_under_way ON sign_up (number) WHERE stage IN ('step-1', 'step-2', 'writing');
        CREATE INDEX sign_up_given_up ON sign_up (given_up) WHERE given_up IS NOT NULL;
        CREATE INDEX sign_up_canonical ON sign_up (canonical) WHERE canonical IS NOT NULL;
        CREATE INDEX sign_up_identity ON sign_up (identity) WHERE identity IS NOT NULL;
        CREATE TABLE sign_up_moment (
            sign_up INTEGER NOT NULL,
            number INTEGER NOT NULL,
            time INTEGER NOT NULL,
            what TEXT NOT NULL,
            call BLOB,
            PRIMARY KEY (sign_up, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE flow_funnel (
            flow TEXT NOT NULL,
            hour INTEGER NOT NULL,
            started INTEGER NOT NULL,
            passed_step_1 INTEGER NOT NULL,
            submitted INTEGER NOT NULL,
            passed_step_2 INTEGER NOT NULL,
            created INTEGER NOT NULL,
            blocked INTEGER NOT NULL,
            invalid INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            PRIMARY KEY (flow, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE account (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            email TEXT NOT NULL,
            canonical TEXT NOT NULL UNIQUE,
            display_name TEXT,
            issuer TEXT,
            identities TEXT NOT NULL,
            attributes TEXT NOT NULL,
            flow TEXT NOT NULL,
            enabled INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            code INTEGER
        ) STRICT;
        CREATE TABLE account_identity (
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            account INTEGER NOT NULL,
            PRIMARY KEY (issuer, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX account_identity_of ON account_identity (account);
        """
    )
}
