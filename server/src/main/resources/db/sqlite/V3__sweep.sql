-- What is needed to find what no webhook told. Times are milliseconds since 1970; those of a host are by its own clock.

CREATE TABLE repository (
    seq            INTEGER PRIMARY KEY,
    host           TEXT    NOT NULL,
    repo           TEXT    NOT NULL,
    first_heard    INTEGER NOT NULL,  -- by our clock
    pulls          TEXT,              -- how it looked; empty while it was never compared
    pulls_tag      TEXT,
    comments_since INTEGER,           -- by the host's clock
    comments_tag   TEXT,
    UNIQUE (host, repo)
) STRICT;

-- Comments that have led to work, so that none does twice.
CREATE TABLE heard_comment (
    host     TEXT    NOT NULL,
    repo     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    heard_at INTEGER NOT NULL,
    PRIMARY KEY (host, repo, id)
) STRICT, WITHOUT ROWID;

-- A store from before: what it knows counts as heard of from now on, and the comments it obeyed as obeyed.
INSERT INTO repository (host, repo, first_heard)
SELECT DISTINCT host, repo, CAST(strftime('%s', 'now') AS INTEGER) * 1000
FROM (SELECT host, repo FROM board UNION SELECT host, repo FROM job)
ORDER BY host, repo;

INSERT OR IGNORE INTO heard_comment (host, repo, id, heard_at)
SELECT host, repo, json_extract(work, '$.order.comment.id'), accepted_at
FROM job
WHERE json_extract(work, '$.order.comment.id') IS NOT NULL;

CREATE INDEX job_of_lane ON job (host, repo, number, id);
