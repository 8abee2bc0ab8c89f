-- What projects require before they are applied, and what of it was missing when their host was last asked.

ALTER TABLE board ADD COLUMN demands TEXT;  -- JSON; empty when nothing is required
