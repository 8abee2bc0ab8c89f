-- Whether a comment that has the last of a pull request applied has it merged by Tidelock.

ALTER TABLE board ADD COLUMN merges_once_applied INTEGER NOT NULL DEFAULT 0;
