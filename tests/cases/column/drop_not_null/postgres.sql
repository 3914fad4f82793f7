-- 0002.the_change
-- Drop column jobs.note.
--
-- Changes:
--   drop column jobs.note (text, not null)
-- Risks:
--   DS103 loses-data jobs.note: the values of jobs.note are lost
-- Rolling back:
--   MF103 may-fail-on-data jobs.note: fails if jobs has rows: jobs.note is NOT NULL without a default
-- Locks:
--   ACCESS EXCLUSIVE on jobs for a moment
--   waits 3s at most for each lock, then stops with nothing changed; apply tries again
-- Proof:
--   run forward, back and forward again on an empty scratch copy before this file was written;
--   the schema then equals the specs, rolled back it equals what was there
--   with the rows of jobs it ran forward, but not back, as its risks say: column "note" of relation "jobs" contains
--   null values
--
-- Written by qsys-schema for PostgreSQL >= 12.
-- Schema before 0132ac953c25d5cd, after 0131bdc9b512b7fa.
-- depends: 0001.before

-- Rather fail and be run again than let others queue up behind a lock that is waited for.
SET LOCAL lock_timeout = '3s';

-- Nothing in here takes long: if it does, it stops.
SET LOCAL statement_timeout = '30s';

-- Drop column jobs.note.
ALTER TABLE "jobs" DROP COLUMN "note";
