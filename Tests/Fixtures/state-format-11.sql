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
INSERT INTO "approval" VALUES(X'01A22EF23D13776ABAFD83A9DC52BC0C',729545882636,'guests','pending',X'16948444D0AC5B8563AFC78CD0DA5C87','ada@b.example','ada@b.example','b.example','Ada',NULL,1,1796083957011,1796083957011,1797293557011,'default',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'none',1,NULL,NULL,'{"attributes":{"displayName":"Ada"},"email":"ada@b.example","identities":[],"locales":[]}',X'01A22EF23D137AEBBFA2B799284BB62A');
CREATE TABLE approval_comment (
    number INTEGER PRIMARY KEY,
    approval BLOB NOT NULL,
    time INTEGER NOT NULL,
    uid INTEGER,
    user TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
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
INSERT INTO "audit" VALUES(1,1796083956275,NULL,'gatehoused',NULL,'policy.apply','policy:1',NULL,'{"bytes":2455,"comment":"initial policy","restores":null,"revision":1}',X'CF251D621DA146CF8100589175B3C66EDA65C32C649A720E46BEEF990AE50554');
INSERT INTO "audit" VALUES(2,1796083957011,NULL,'gatehoused',NULL,'approval.ask','approval:N7E5-5F0C',NULL,'{"asked_by":"default","decided_by":null,"id":"01a22ef2-3d13-776a-bafd-83a9dc52bc0c","message":null,"queue":"guests","reason":null,"revision":1,"state":"pending","taken_by":null,"taken_until":null}',X'9D50BE064EC4A67341534603BA8D7640EFF358CF0213C27A91A789AEADD0D9FD');
INSERT INTO "audit" VALUES(3,1796083958515,0,'root','admin','list.add','list:friends','[]','[{"comment":"a friend","entry":"bob@c.example","expires":null,"owner":null,"ticket":null}]',X'40835BA8EB1A7157100F982F9B1DBA7D37377A60F249F246E09C460CDAC2F99C');
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO "audit_head" VALUES(1,3,X'40835BA8EB1A7157100F982F9B1DBA7D37377A60F249F246E09C460CDAC2F99C');
CREATE TABLE connector_proof (
    name TEXT PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    proved INTEGER NOT NULL,
    probed INTEGER,
    problem TEXT,
    forced_by TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE flow_definition (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
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
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('audit');
INSERT INTO "grdb_migrations" VALUES('policy revisions');
INSERT INTO "grdb_migrations" VALUES('approvals');
INSERT INTO "grdb_migrations" VALUES('lists');
INSERT INTO "grdb_migrations" VALUES('idempotency keys');
INSERT INTO "grdb_migrations" VALUES('user flows');
INSERT INTO "grdb_migrations" VALUES('rule hits');
INSERT INTO "grdb_migrations" VALUES('policy drafts');
INSERT INTO "grdb_migrations" VALUES('reference data');
INSERT INTO "grdb_migrations" VALUES('connector proofs');
INSERT INTO "grdb_migrations" VALUES('store identity');
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
INSERT INTO "idempotency" VALUES(0,'14f4aead-5be7-4495-8629-369dfa123a16','POST','/v1/lists/friends/entries',X'88975C5107E51311FF65E4CC8A2410E8D286F2F68BBF7219220903D19871FB1E',1796083958515,200,1,X'7B226164646564223A5B7B22636F6D6D656E74223A226120667269656E64222C2263726561746564223A22323032362D31322D30315430303A31323A33382E3531355A222C22656E747279223A22626F6240632E6578616D706C65222C2268697473223A302C226B696E64223A22656D61696C222C22736F75726365223A2262792068616E64222C2276616C7565223A22626F6240632E6578616D706C65227D5D2C226368616E6765223A312C226472795F72756E223A66616C73652C226C697374223A7B22656666656374223A22616C6C6F77222C22656E7472696573223A312C226578706972696E67223A302C22686974735F323468223A302C226E616D65223A22667269656E6473222C227265766973696F6E223A312C22736F75726365223A2262792068616E64222C2275706461746564223A22323032362D31322D30315430303A31323A33382E3531355A227D2C2272656D6F766564223A5B5D2C22756E6368616E676564223A5B5D2C2275706461746564223A5B5D7D');
CREATE TABLE list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    updated INTEGER,
    source TEXT NOT NULL
, as_of INTEGER) STRICT;
INSERT INTO "list" VALUES(1,'friends',1,1796083958515,'by hand',NULL);
CREATE TABLE list_batch (
    id INTEGER PRIMARY KEY,
    list INTEGER NOT NULL,
    state TEXT NOT NULL,
    by_hand INTEGER NOT NULL,
    source TEXT NOT NULL,
    shadows INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL
) STRICT;
INSERT INTO "list_batch" VALUES(1,1,'live',1,'by hand',0,1796083958515);
CREATE TABLE list_change (
    number INTEGER PRIMARY KEY,
    list INTEGER NOT NULL,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    inverse TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "list_change" VALUES(1,1,1796083958515,'list.add','{"entries":[{"after":null,"before":{"batch":1,"comment":"a friend","created":1796083958515,"expires":null,"hits":0,"id":1,"kind":0,"last_hit":null,"owner":null,"source":"by hand","ticket":null,"value":"bob@c.example"}}]}',0);
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
INSERT INTO "list_entry" VALUES(1,1,1,0,'bob@c.example','a friend',NULL,NULL,1796083958515,NULL,0,NULL);
CREATE TABLE list_hits (
    list INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    PRIMARY KEY (list, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE list_override (
    list INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (list, kind, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE policy_draft (
    name TEXT PRIMARY KEY,
    base INTEGER NOT NULL,
    uid INTEGER,
    user TEXT NOT NULL,
    updated INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    toml TEXT NOT NULL
) STRICT;
CREATE TABLE policy_revision (
    number INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    uid INTEGER,
    user TEXT NOT NULL,
    comment TEXT,
    toml TEXT NOT NULL
) STRICT;
INSERT INTO "policy_revision" VALUES(1,1796083956275,NULL,'gatehoused','initial policy','# The first policy. gatehoused puts it in force at its first start; what is changed here later has no effect until
# `gatehouse policy apply policy.toml`. `gatehoused --check` says whether this file is in force.

# The provider''s user name and password. `make install` makes a random password; to choose one:
#   install -m 0640 -g gatehouse /dev/stdin /etc/gatehouse/entra.password
# Without root, in a directory of your own: (umask 077; head -c 32 /dev/urandom | base64 > entra.password)
[[credential]]
name = "entra"
kind = "basic"
username = "entra"
password = { file = "entra.password" }   # beside this file; nobody but the daemon may read it

[[queue]]
name = "guests"
expires-after = "14d"

# In the provider''s user flow: the step after federating with an identity provider.
[[endpoint]]
name = "check-approval"
dialect = "entra-b2b"
step = "post-federation"
credentials = ["entra"]
approval = { check = "guests" }

# In the provider''s user flow: the step before creating the user.
[[endpoint]]
name = "request-approval"
dialect = "entra-b2b"
step = "post-attribute-collection"
credentials = ["entra"]
approval = { request = "guests" }

[[list]]
name = "friends"
effect = "allow"

[[list]]
name = "blocked-domains"
effect = "deny"

# Addresses of providers of throwaway mailboxes: a person looks at them first.
# Fill it as EXAMPLES in gatehouse(1) shows, and again now and then with --refresh. Whoever is on an allow list is let
# through all the same, and what you remove by hand stays removed.
# [[list]]
# name = "disposable"
# effect = "approve"
# queue = "guests"

# Reference data for rules: gatehouse tables import customers FILE.csv, then lookup("customers", claims.email).tier
# [[table]]
# name = "customers"
# key = "email"

# Rules are looked at from top to bottom after the lists. A new one is best tried in shadow: recorded, not applied.

# [[rule]]
# name = "postal code"
# endpoints = ["request-approval"]
# when = ''claims.country == "Sweden" && !claims.postalCode.matches("^[0-9]{3} ?[0-9]{2}$")''
# then = "invalid"
# field = "postalCode"
# message = { default = "Enter a postal code in the form NNN NN." }

# [[rule]]
# name = "tidy names"
# when = ''has(claims.givenName)''
# then = "set"
# set = { givenName = ''claims.givenName.trim().titleCase()'' }

# [[rule]]
# name = "consultants"
# when = ''has(claims.jobTitle) && claims.jobTitle.lowerAscii().contains("consultant")''
# then = "approve"
# queue = "guests"
# mode = "shadow"
');
CREATE TABLE reference_table (
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    file TEXT NOT NULL,
    digest BLOB NOT NULL,
    revision INTEGER NOT NULL,
    source TEXT NOT NULL,
    as_of INTEGER,
    updated INTEGER NOT NULL,
    PRIMARY KEY (name, state)
) STRICT;
CREATE TABLE rule_hits (
    rule TEXT NOT NULL,
    hour INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (rule, hour)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE sign_up_moment (
    sign_up INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time INTEGER NOT NULL,
    what TEXT NOT NULL,
    call BLOB,
    PRIMARY KEY (sign_up, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    commits INTEGER NOT NULL,
    last_call INTEGER NOT NULL
) STRICT;
INSERT INTO "store" VALUES(1,'ecb3b5548e4f4a4f1e70a26eb86d09dc',5,1);
CREATE UNIQUE INDEX approval_open ON approval (applicant, queue) WHERE state = 'pending';
CREATE INDEX approval_applicant ON approval (applicant, queue, id);
CREATE INDEX approval_canonical ON approval (canonical, id) WHERE canonical IS NOT NULL;
CREATE INDEX approval_domain ON approval (domain, id) WHERE domain IS NOT NULL;
CREATE INDEX approval_domain_state ON approval (domain, state) WHERE domain IS NOT NULL;
CREATE INDEX approval_code ON approval (code);
CREATE INDEX approval_state ON approval (state, id);
CREATE INDEX approval_expiry ON approval (expires) WHERE state = 'pending' AND expires IS NOT NULL;
CREATE INDEX approval_comment_of ON approval_comment (approval, number);
CREATE INDEX list_batch_of ON list_batch (list, state);
CREATE INDEX list_entry_key ON list_entry (list, kind, value);
CREATE INDEX list_entry_of ON list_entry (list);
CREATE INDEX list_entry_expiry ON list_entry (list, expires) WHERE expires IS NOT NULL;
CREATE INDEX list_change_of ON list_change (list, number);
CREATE INDEX idempotency_time ON idempotency (time);
CREATE UNIQUE INDEX sign_up_id ON sign_up (high, low);
CREATE INDEX sign_up_code ON sign_up (code);
CREATE INDEX sign_up_under_way ON sign_up (number) WHERE stage IN ('step-1', 'step-2', 'writing');
CREATE INDEX sign_up_given_up ON sign_up (given_up) WHERE given_up IS NOT NULL;
CREATE INDEX sign_up_canonical ON sign_up (canonical) WHERE canonical IS NOT NULL;
CREATE INDEX sign_up_identity ON sign_up (identity) WHERE identity IS NOT NULL;
CREATE INDEX account_identity_of ON account_identity (account);
PRAGMA application_id = 1195930484;
PRAGMA user_version = 11;
