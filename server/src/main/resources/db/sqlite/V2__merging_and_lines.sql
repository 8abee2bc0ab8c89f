-- A merged pull request keeps what is still to be applied; who does not get a lock stands in line for it.

ALTER TABLE board ADD COLUMN stage TEXT NOT NULL DEFAULT 'OPEN' CHECK (stage IN ('OPEN', 'LANDING', 'MERGED', 'DONE', 'CLOSED'));
ALTER TABLE board ADD COLUMN applies_on_merge INTEGER NOT NULL DEFAULT 0;
UPDATE board SET stage = 'CLOSED' WHERE closed = 1;
ALTER TABLE board DROP COLUMN closed;

CREATE TABLE lock_line (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of the line
    host      TEXT    NOT NULL,
    repo      TEXT    NOT NULL,
    dir       TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    number    INTEGER NOT NULL,                   -- the pull request that waits
    at        INTEGER NOT NULL,
    UNIQUE (host, repo, dir, workspace, name, number)
) STRICT;

CREATE INDEX lock_line_pull ON lock_line (host, repo, number);
CREATE INDEX project_lock_pull ON project_lock (host, repo, number);
CREATE INDEX run_pull ON run (host, repo, number) WHERE kind = 'APPLY';
