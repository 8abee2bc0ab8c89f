-- What the server remembers. Times are milliseconds since 1970, in UTC. A repository is always host and path, compared to
-- the letter; a pull request is both and its number. Values of the core language are JSON; sealed values are opaque bytes.

CREATE TABLE delivery (
    host       TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    repo       TEXT    NOT NULL,
    verdict    TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    times_seen INTEGER NOT NULL,
    job        INTEGER,           -- the newest promise it led to
    PRIMARY KEY (host, id)
) STRICT, WITHOUT ROWID;

-- Numbers are never given twice (AUTOINCREMENT), also not after old jobs were removed.
CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT    NOT NULL,
    repo        TEXT    NOT NULL,
    number      INTEGER NOT NULL,  -- 0: the lane of the repository itself
    kind        TEXT    NOT NULL,  -- the case of Work
    work        TEXT    NOT NULL,
    accepted_at INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'superseded')),
    attempt     INTEGER NOT NULL DEFAULT 0,
    fence       INTEGER NOT NULL DEFAULT 0,
    not_before  INTEGER NOT NULL,
    owner       TEXT,
    lease_until INTEGER,
    stop        TEXT,              -- why its holder must stop
    said        TEXT,
    ended_at    INTEGER            -- empty while it is open
) STRICT;

CREATE INDEX job_open ON job (id) WHERE ended_at IS NULL;
CREATE INDEX job_lane ON job (host, repo, number, id) WHERE ended_at IS NULL;

CREATE TABLE board (
    host        TEXT    NOT NULL,
    repo        TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    head        TEXT,
    base        TEXT,
    base_branch TEXT    NOT NULL DEFAULT '',
    problems    TEXT    NOT NULL DEFAULT '[]',
    closed      INTEGER NOT NULL DEFAULT 0,
    summary_id  TEXT,
    PRIMARY KEY (host, repo, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE board_result (
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    plan      TEXT,                -- when the outcome is a plan that waits
    head      TEXT    NOT NULL,
    base      TEXT    NOT NULL,
    job       INTEGER NOT NULL,
    run       TEXT,
    at        INTEGER NOT NULL,
    host_time INTEGER,             -- when the plan was first shown, by the host's clock and by ours
    our_time  INTEGER,
    PRIMARY KEY (host, repo, number, dir, workspace, name),
    FOREIGN KEY (host, repo, number) REFERENCES board (host, repo, number) ON DELETE CASCADE
) STRICT;

CREATE INDEX board_result_run ON board_result (run) WHERE run IS NOT NULL;

CREATE TABLE project_lock (
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    number    INTEGER NOT NULL,    -- the pull request that has it
    at        INTEGER NOT NULL,
    PRIMARY KEY (host, repo, dir, workspace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_file (
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    id        TEXT    NOT NULL UNIQUE,
    made_from TEXT    NOT NULL,
    kept_at   INTEGER NOT NULL,
    sealed    BLOB    NOT NULL,
    PRIMARY KEY (host, repo, number, dir, workspace, name)
) STRICT;

CREATE TABLE state_file (
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    kept_at   INTEGER NOT NULL,
    sealed    BLOB    NOT NULL,
    PRIMARY KEY (host, repo, dir, workspace)
) STRICT;

CREATE TABLE run (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    job       INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    begun_at  INTEGER NOT NULL,
    ended_at  INTEGER,
    result    TEXT,
    sealed    BLOB                 -- the log
) STRICT;

CREATE INDEX run_job ON run (job);

CREATE TABLE letter (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT    NOT NULL,
    repo       TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    letter_key TEXT    NOT NULL,   -- of one key, one waits at most, and one is being sent at most
    message    TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dead')),
    attempt    INTEGER NOT NULL DEFAULT 0,
    uncertain  INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    why        TEXT,
    ended_at   INTEGER             -- empty while it waits or is being sent
) STRICT;

CREATE INDEX letter_open ON letter (id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX letter_open_key ON letter (letter_key, state) WHERE ended_at IS NULL;

CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    place  TEXT    NOT NULL,
    detail TEXT    NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is never changed');
END;

CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is never cut');
END;

-- What the store keeps for itself.
CREATE TABLE keeping (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
